import BufferProtocol
import CPython

/// The key of a subscript as parts: indices, slices and at most one `...`. The key of `w[i]` or
/// `w[i:j]` is its own only part.
///
/// Borrowed: the caller keeps the key alive, and a tuple keeps its items.
struct Key {
  private let key: Object
  let partCount: Int
  /// Parts that remove a dimension, and parts that consume one.
  private(set) var indexCount = 0
  private(set) var dimensionCount = 0
  private var ellipsisCount = 0

  init(_ key: Object) throws(Failure) {
    self.key = key
    partCount = unsafe key.isTuple ? PyTuple_Size(key.pointer) : 1
    for position in 0..<partCount {
      let part = part(position)
      if part === .ellipsis {
        ellipsisCount += 1
      } else if part.isIndex {
        indexCount += 1
        dimensionCount += 1
      } else if part.isSlice {
        dimensionCount += 1
      } else {
        throw .type("index: \(part) is not an integer, a slice or ...")
      }
    }
  }

  /// Rejects keys that no buffer of `ndim` dimensions can be indexed with.
  func check(ndim: Int) throws(Failure) {
    guard ellipsisCount <= 1 else { throw .type("index: only one '...' is allowed") }
    guard dimensionCount <= ndim else {
      throw .type("index: too many indices (\(dimensionCount)) for \(ndim) dimensions")
    }
  }

  func selectsElement(ndim: Int) -> Bool { indexCount == ndim && ellipsisCount == 0 }

  func part(_ position: Int) -> Object {
    guard key.isTuple, let part = unsafe PyTuple_GetItem(key.pointer, position) else { return key }
    return unsafe Object(part)
  }
}

extension Object {
  /// The elements that a slice selects from `length` (`PySlice_Unpack`, `PySlice_AdjustIndices`).
  func range(length: Int) throws(Failure) -> (start: Int, length: Int, step: Int) {
    var start = 0
    var stop = 0
    var step = 0
    guard unsafe PySlice_Unpack(pointer, &start, &stop, &step) == 0 else { throw .pending }
    let count = unsafe PySlice_AdjustIndices(length, &start, &stop, step)
    return (start, count, step)
  }
}
