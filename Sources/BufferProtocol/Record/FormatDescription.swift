import CPython

/// The part of a string's or record's format beyond its eight bytes: `ElementFormat` holds the
/// number of a description.
///
/// Descriptions are immutable, and are never freed once `FormatTable` has them: exports, views,
/// other threads and other interpreters point to them without counting.
@safe package struct FormatDescription {
  /// The canonical text, which ends with a NUL that is not counted.
  let text: UnsafePointer<UInt8>
  let textCount: Int
  /// Bytes of one element; never zero.
  let itemSize: Int
  /// Of the text: descriptions of the same text are the same description.
  let hash: UInt
  /// In the order of their offsets; none of a string.
  let fields: UnsafePointer<RecordField>
  package let fieldCount: Int
  /// How deep records are nested; 0 of a string.
  let depth: Int
  /// Whether every byte of an element belongs to a field.
  let isGapless: Bool

  /// Precondition: `index` is one of `0..<fieldCount`.
  package func field(_ index: Int) -> RecordField { unsafe fields[index] }

  /// Whether `body` is true for every element of every field: its format, and its bytes from the
  /// start of the record. Stops at the first for which it is not.
  @inline(__always)
  func allElements(_ body: (_ format: ElementFormat, _ offset: Int) -> Bool) -> Bool {
    for index in 0..<fieldCount {
      let field = field(index)
      let size = field.format.itemSize
      for element in 0..<field.count {
        guard body(field.format, field.offset &+ element &* size) else { return false }
      }
    }
    return true
  }

  /// Calls `body` for every element of every field.
  @inline(__always)
  func forEachElement(_ body: (_ format: ElementFormat, _ offset: Int) -> Void) {
    _ = allElements { format, offset in
      body(format, offset)
      return true
    }
  }
}

/// A field of a record.
@safe package struct RecordField {
  /// UTF-8, which ends with a NUL that is not counted.
  let name: UnsafePointer<UInt8>
  let nameCount: Int
  /// Of the field, or of one element of its sub-array.
  package let format: ElementFormat
  /// Bytes from the start of the record.
  package let offset: Int
  /// The lengths of its sub-array.
  let shape: UnsafePointer<Int>
  package let ndim: Int
  /// The elements: the product of the lengths, 1 without a sub-array.
  package let count: Int

  package var nameText: FormatText { unsafe FormatText(start: name, count: nameCount) }
  package var byteCount: Int { count &* format.itemSize }

  package func hasName(_ text: FormatText) -> Bool {
    guard nameCount == text.count, let start = text.baseAddress else { return false }
    return unsafe memcmp(name, start, nameCount) == 0
  }

  /// The name as a str.
  package func nameObject() throws(Failure) -> OwnedObject {
    let bytes = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
    return unsafe try OwnedObject(new: PyUnicode_FromStringAndSize(bytes, nameCount))
  }

  /// The format as a str, with the lengths of a sub-array in front: `(2,3)f`.
  package func formatObject() throws(Failure) -> OwnedObject {
    guard ndim > 0 else { return try OwnedObject(format.text) }
    var text = GrowingRun<UInt8>()
    unsafe try text.append(shape: UnsafeBufferPointer(start: shape, count: ndim))
    try text.append(format.text)
    let bytes = unsafe UnsafeRawPointer(text.start)?.assumingMemoryBound(to: CChar.self)
    return unsafe try OwnedObject(new: PyUnicode_FromStringAndSize(bytes, text.count))
  }

  /// Precondition: `dimension` is one of `0..<ndim`.
  package func length(_ dimension: Int) -> Int { unsafe shape[dimension] }
}

/// What formats may be, so that no text takes unbounded memory, time or stack.
package enum FormatLimits {
  /// Bytes of a text.
  package static var text: Int { 1 << 16 }
  /// Fields of one record, without those of records within.
  package static var fields: Int { 1024 }
  /// Records within each other.
  package static var depth: Int { 32 }
  /// Bytes of an element, as in NumPy.
  package static var itemSize: Int { Int(Int32.max) }
  /// Descriptions, and bytes of all of them, in a process.
  static var descriptions: Int { 1 << 15 }
  static var bytes: Int { 1 << 26 }
}
