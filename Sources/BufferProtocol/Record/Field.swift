import CPython

/// A field of a record, for `ElementFormat.record`.
///
///     Field("volts", .float, at: 0)
///     Field("length", .uint16.byteSwapped, at: 4)  // big-endian
///     Field("codes", .int16, at: 6, count: 3)  // an array in C
@safe
public struct Field: Sendable {
  let name: StaticString
  let format: ElementFormat
  let offset: Int
  let count: Int?

  /// - Parameters:
  ///   - name: what Python calls it; not empty, and without a colon.
  ///   - format: of the field, or of one element of its array: `byteSwapped` for the other byte
  ///     order, another record, `ElementFormat.bytes` for a `char[]`.
  ///   - offset: bytes from the start of the record: `offsetof` of the C struct.
  ///   - count: the length of an array; nil for a single value.
  public init(_ name: StaticString, _ format: ElementFormat, at offset: Int, count: Int? = nil) {
    self.name = name
    self.format = format
    self.offset = offset
    self.count = count
  }
}

extension ElementFormat {
  /// The format of records, such as those of a C struct that a module map brings.
  ///
  /// Fields with the names, offsets and size of a format that the process has had before give that
  /// very format, so that the two are equal. A description is kept until the process ends.
  ///
  /// - Parameters:
  ///   - fields: in the order of their offsets; they must not overlap.
  ///   - size: bytes from one record to the next: `MemoryLayout.stride` of the struct.
  /// - Throws: `.value` that names what cannot be; `.memory` if the process has too many formats.
  /// - Complexity: O(number of fields squared) and an allocation: make it once.
  public static func record<let count: Int>(
    _ fields: InlineArray<count, Field>, size: Int
  ) throws(Failure) -> ElementFormat {
    var record = RecordBuilder()
    for index in 0..<count {
      let field = fields[index]
      if let length = field.count { try record.append(length: length) }
      let name = unsafe FormatText(
        start: field.name.utf8Start, count: field.name.utf8CodeUnitCount)
      unsafe try record.add(name, field.format, at: field.offset)
    }
    return try record.finish(itemSize: size)
  }
}
