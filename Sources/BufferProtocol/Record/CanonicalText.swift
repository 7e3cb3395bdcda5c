import CPython

// The canonical text of a record: what NumPy exports for the same dtype (`_buffer_format_string` in
// its buffer.c), where NumPy reads that back as the same dtype (`_dtype_from_pep3118` in its
// _internal.py). It does not wherever a record, or one within it, ends in bytes of no field. There
// all bytes of no field are written out, and no code has the mark `@`, which would align it.

/// A text that is being written.
struct CanonicalText: ~Copyable {
  private(set) var text = GrowingRun<UInt8>()
  /// Whether NumPy reads the text as what it was written for.
  private(set) var isFaithful = true
  private(set) var isTooLong = false
  private let isExplicit: Bool
  /// Bytes from one record to the next: what they align is aligned in each.
  private let itemSize: Int
  /// The byte-order mark that holds for the next code.
  private var mark = UInt8(ascii: "@")
  /// Where the next code is, if nothing is skipped. Bytes at the end of a record within do not
  /// count, as in NumPy.
  private var offset = 0

  /// What NumPy's parser makes of the text so far.
  private struct Reading {
    var size: Int
    /// What it is aligned to after `@`.
    var alignment: Int
  }

  /// The text of a record, but for the NUL.
  ///
  /// - Parameter isExplicit: whether all bytes of no field are written out.
  init(
    _ fields: UnsafeBufferPointer<RecordField>, itemSize: Int, isExplicit: Bool
  ) throws(Failure) {
    self.isExplicit = isExplicit
    self.itemSize = itemSize
    let reading = unsafe try write(fields, itemSize: itemSize)
    if reading.size != itemSize { isFaithful = false }
  }

  private mutating func write(
    _ fields: UnsafeBufferPointer<RecordField>, itemSize: Int
  ) throws(Failure) -> Reading {
    let base = offset
    var reading = Reading(size: 0, alignment: 1)
    try append(UInt8(ascii: "T"))
    try append(UInt8(ascii: "{"))
    for index in 0..<fields.count {
      let field = unsafe fields[index]
      let gap = base &+ field.offset &- offset
      try pad(gap)
      reading.size &+= gap
      try write(field, &reading)
    }
    if isExplicit { try pad(base &+ itemSize &- offset) }
    try append(UInt8(ascii: "}"))
    if isExplicit {
      reading.size = itemSize
    } else if mark == UInt8(ascii: "@") {
      reading.size = reading.size.roundedUp(to: reading.alignment)
    }
    return reading
  }

  private mutating func write(_ field: RecordField, _ reading: inout Reading) throws(Failure) {
    unsafe try append(shape: UnsafeBufferPointer(start: field.shape, count: field.ndim))
    let start = offset
    let element = try write(field.format)
    if mark == UInt8(ascii: "@") {
      reading.size = reading.size.roundedUp(to: element.alignment)
      reading.alignment = max(reading.alignment, element.alignment)
    }
    if reading.size != field.offset || element.size != field.format.itemSize {
      isFaithful = false
    }
    reading.size &+= element.size &* field.count
    offset = start &+ (offset &- start) &* field.count
    try append(UInt8(ascii: ":"))
    unsafe try append(field.nameText)
    try append(UInt8(ascii: ":"))
  }

  private mutating func write(_ format: ElementFormat) throws(Failure) -> Reading {
    switch format.kind {
    case .record:
      let description = format.description
      let fields = unsafe UnsafeBufferPointer(
        start: description.fields, count: description.fieldCount)
      return unsafe try write(fields, itemSize: description.itemSize)
    case .bytes, .text, .truth, .character, .int8, .uint8, .int16, .uint16, .int24, .uint24, .int32,
      .uint32, .int64, .uint64, .half, .float, .double, .complexFloat, .complexDouble:
      let alignment = format.kind.alignment
      try mark(format, alignment)
      if format.code == .long, mark != UInt8(ascii: "@") {
        try append(UInt8(ascii: "q"))
      } else if format.code == .unsignedLong, mark != UInt8(ascii: "@") {
        try append(UInt8(ascii: "Q"))
      } else {
        unsafe try append(format.unmarkedText)
      }
      offset &+= format.itemSize
      return Reading(size: format.itemSize, alignment: alignment)
    }
  }

  /// Writes the mark that a code needs, where it is not the one that holds.
  private mutating func mark(_ format: ElementFormat, _ alignment: Int) throws(Failure) {
    let isAligned = offset % alignment == 0 && itemSize % alignment == 0
    let wanted: UInt8
    if format.isSwapped {
      wanted = ByteOrderMark.otherOrder.rawValue
    } else if alignment == 1 {
      // Bytes have no order.
      wanted = isExplicit && mark == UInt8(ascii: "@") ? UInt8(ascii: "=") : mark
    } else {
      wanted = isAligned && !isExplicit ? UInt8(ascii: "@") : UInt8(ascii: "=")
    }
    guard wanted != mark else { return }
    try append(wanted)
    mark = wanted
  }

  /// Writes `x` for bytes of no field.
  private mutating func pad(_ count: Int) throws(Failure) {
    guard count > 0 else { return }
    offset &+= count
    if isExplicit {
      if count > 1 { try append(decimal: count) }
      try append(UInt8(ascii: "x"))
      return
    }
    for _ in 0..<min(count, FormatLimits.text) { try append(UInt8(ascii: "x")) }
  }

  private mutating func append(shape: UnsafeBufferPointer<Int>) throws(Failure) {
    guard !shape.isEmpty else { return }
    unsafe try text.append(shape: shape)
  }

  private mutating func append(decimal number: Int) throws(Failure) {
    try text.append(decimal: number)
  }

  private mutating func append(_ part: FormatText) throws(Failure) {
    for index in 0..<part.count { try append(unsafe part[index]) }
  }

  private mutating func append(_ byte: UInt8) throws(Failure) {
    guard text.count < FormatLimits.text else {
      isTooLong = true
      return
    }
    try text.append(byte)
  }
}

extension GrowingRun where Element == UInt8 {
  /// Appends lengths as PEP 3118 writes those of a sub-array.
  mutating func append(shape: UnsafeBufferPointer<Int>) throws(Failure) {
    for dimension in 0..<shape.count {
      try append(UInt8(ascii: dimension == 0 ? "(" : ","))
      unsafe try append(decimal: shape[dimension])
    }
    try append(UInt8(ascii: ")"))
  }
}

extension Int {
  /// The least multiple of a power of two that is not less.
  func roundedUp(to alignment: Int) -> Int { (self &+ alignment &- 1) & ~(alignment &- 1) }
}
