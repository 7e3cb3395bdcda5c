import BufferProtocol
import CPython

/// The key of a subscript, taken apart: its parts are indices, slices and at most one `...`. What
/// `w[i]` and `w[i:j]` have for a key is its own only part.
///
/// Borrowed: the subscript's caller keeps the key, and a tuple keeps its items.
struct Key {
  private let key: Object
  let partCount: Int
  /// Parts that take a dimension away, and parts that use one up.
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
        throw .type("index: \(part) is no integer, slice or ...")
      }
    }
  }

  /// Refuses what no buffer of `ndim` dimensions can be indexed with.
  func check(ndim: Int) throws(Failure) {
    guard ellipsisCount <= 1 else { throw .type("index: '...' may stand in a key once") }
    guard dimensionCount <= ndim else {
      throw .type("index: \(dimensionCount) indices are too many for \(ndim) dimensions")
    }
  }

  func selectsElement(ndim: Int) -> Bool { indexCount == ndim && ellipsisCount == 0 }

  func part(_ position: Int) -> Object {
    guard key.isTuple, let part = unsafe PyTuple_GetItem(key.pointer, position) else { return key }
    return unsafe Object(part)
  }
}

extension Object {
  /// What a slice selects of `length` elements (`PySlice_Unpack`, `PySlice_AdjustIndices`).
  func range(length: Int) throws(Failure) -> (start: Int, length: Int, step: Int) {
    var start = 0
    var stop = 0
    var step = 0
    guard unsafe PySlice_Unpack(pointer, &start, &stop, &step) == 0 else { throw .pending }
    let count = unsafe PySlice_AdjustIndices(length, &start, &stop, step)
    return (start, count, step)
  }
}
