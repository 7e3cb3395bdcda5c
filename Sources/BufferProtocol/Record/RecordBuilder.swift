import CPython

/// A record that is being put together, field after field, by a parser, by the fields of a
/// `numpy.dtype` or by Swift code.
struct RecordBuilder: ~Copyable {
  /// A field whose name and lengths are numbers of bytes and lengths in the runs below.
  private struct Pending {
    var name: Int
    var nameCount: Int
    var shape: Int
    var ndim: Int
    var offset: Int
    var count: Int
    var format: ElementFormat
  }

  private var fields = GrowingRun<Pending>()
  private var names = GrowingRun<UInt8>()
  private var lengths = GrowingRun<Int>()
  /// How many lengths belong to fields; the others are of the next one.
  private var lengthsInUse = 0
  private var depth = 1
  private var isGapless = true
  /// The byte after the last field.
  private(set) var end = 0

  init() {}

  var fieldCount: Int { fields.count }

  /// Takes a length of the next field's sub-array.
  mutating func append(length: Int) throws(Failure) {
    guard lengths.count &- lengthsInUse < BufferLayout.maximumDimensions else {
      throw .value(
        "format: a sub-array has more than \(BufferLayout.maximumDimensions) dimensions")
    }
    try lengths.append(length)
  }

  /// Whether the next field has lengths.
  var hasLengths: Bool { lengths.count > lengthsInUse }

  /// Leaves out bytes after the last field.
  mutating func skip(_ count: Int, place: FormatPosition? = nil) throws(Failure) {
    guard count <= FormatLimits.itemSize - end else {
      throw .value("format: a record of more than \(FormatLimits.itemSize) bytes\(place)")
    }
    if count > 0 { isGapless = false }
    end &+= count
  }

  /// Leaves out a sub-array of so many bytes each, of the lengths that have been taken.
  mutating func skipLengths(of size: Int, place: FormatPosition? = nil) throws(Failure) {
    var byteCount = ShapeSize(itemSize: size)
    for index in lengthsInUse..<lengths.count { byteCount.multiply(by: lengths[index]) }
    lengthsInUse = lengths.count
    try skip(byteCount.isEmpty ? 0 : byteCount.span ?? .max, place: place)
  }

  /// Leaves out bytes up to a multiple of a power of two.
  mutating func align(to alignment: Int, place: FormatPosition? = nil) throws(Failure) {
    try skip(end.roundedUp(to: alignment) - end, place: place)
  }

  /// Takes the next field.
  ///
  /// - Parameters:
  ///   - name: nil for one that `finish` finds: `f0`, `f1` and so on, as NumPy does.
  ///   - offset: nil for the byte after the last field.
  /// - Throws: `.value` that says what cannot be, and where.
  mutating func add(
    _ name: FormatText?, _ format: ElementFormat, at offset: Int? = nil,
    place: FormatPosition? = nil
  ) throws(Failure) {
    guard fields.count < FormatLimits.fields else {
      throw .value("format: more than \(FormatLimits.fields) fields in one record\(place)")
    }
    let format = try format.inRecords()
    let offset = offset ?? end
    guard offset >= end else {
      throw .value(
        """
        format: a field at offset \(offset) overlaps the one before, which ends at \(end), or comes \
        out of order\(place)
        """)
    }
    let ndim = lengths.count &- lengthsInUse
    var count = 1
    var byteCount = ShapeSize(itemSize: format.itemSize)
    for index in lengthsInUse..<lengths.count {
      count &*= lengths[index]
      byteCount.multiply(by: lengths[index])
    }
    guard let span = byteCount.span, byteCount.negative == nil, span <= FormatLimits.itemSize,
      offset <= FormatLimits.itemSize - span
    else {
      throw .value("format: a record of more than \(FormatLimits.itemSize) bytes\(place)")
    }
    if format.kind == .record {
      let description = format.description
      guard description.depth < FormatLimits.depth else {
        throw .value("format: more than \(FormatLimits.depth) records within each other\(place)")
      }
      depth = max(depth, description.depth &+ 1)
      if !description.isGapless { isGapless = false }
    }
    if offset > end { isGapless = false }
    let start = names.count
    if let name = unsafe name { unsafe try append(name, place) }
    try fields.append(
      Pending(
        name: start, nameCount: names.count &- start, shape: lengthsInUse, ndim: ndim,
        offset: offset, count: count, format: format))
    try names.append(0)
    lengthsInUse = lengths.count
    end = offset &+ count &* format.itemSize
  }

  private mutating func append(_ name: FormatText, _ place: FormatPosition?) throws(Failure) {
    guard !name.isEmpty else { throw .value("format: the name of a field is empty\(place)") }
    for index in 0..<name.count
    where unsafe (name[index] == UInt8(ascii: ":") || name[index] == 0) {
      throw unsafe .value(
        "format: the name '\(name)' of a field has a ':' or a NUL in it\(place)")
    }
    guard unsafe name.isUTF8 else {
      throw unsafe .value("format: the name '\(name)' of a field is not UTF-8\(place)")
    }
    guard unsafe !hasField(name) else {
      throw unsafe .value("format: two fields have the name '\(name)'\(place)")
    }
    unsafe try names.append(name)
  }

  private func hasField(_ name: FormatText) -> Bool {
    guard let start = name.baseAddress, let names = unsafe names.start else { return false }
    for index in 0..<fields.count where fields[index].nameCount == name.count {
      if unsafe memcmp(names + fields[index].name, start, name.count) == 0 { return true }
    }
    return false
  }

  /// The format of the record.
  ///
  /// - Parameter itemSize: bytes of one record, none less than `end`.
  consuming func finish(
    itemSize: Int, place: FormatPosition? = nil
  ) throws(Failure) -> ElementFormat {
    guard fields.count > 0 else { throw .value("format: a record without fields\(place)") }
    guard itemSize > 0 else { throw .value("format: a record of no bytes\(place)") }
    guard itemSize >= end, itemSize <= FormatLimits.itemSize else {
      throw .value("format: the fields take \(end) bytes, the record has \(itemSize)\(place)")
    }
    try nameTheOthers()
    // The text is written from a description without one.
    let draft = unsafe try describe(itemSize: itemSize, text: FormatText(start: nil, count: 0))
    defer { unsafe free(draft) }
    let drawn = unsafe UnsafeBufferPointer(
      start: draft.pointee.fields, count: draft.pointee.fieldCount)
    let text = unsafe try CanonicalText(drawn, itemSize: itemSize, isExplicit: false)
    if text.isFaithful, !text.isTooLong {
      return unsafe try interned(
        itemSize, FormatText(start: text.text.start, count: text.text.count))
    }
    let explicit = unsafe try CanonicalText(drawn, itemSize: itemSize, isExplicit: true)
    guard !explicit.isTooLong else {
      throw .value("format: a text of more than \(FormatLimits.text) bytes")
    }
    return unsafe try interned(
      itemSize, FormatText(start: explicit.text.start, count: explicit.text.count))
  }

  private func interned(_ itemSize: Int, _ text: FormatText) throws(Failure) -> ElementFormat {
    let size = byteCount(textCount: text.count)
    let number = unsafe try FormatTable.number(of: text, byteCount: size) {
      hash throws(Failure) in unsafe try describe(itemSize: itemSize, text: text, hash: hash)
    }
    return ElementFormat(.record, isSwapped: false, description: number)
  }

  /// Gives a name to each field without: the first of `f0`, `f1` and so on that is free.
  private mutating func nameTheOthers() throws(Failure) {
    var number = 0
    for index in 0..<fields.count where fields[index].nameCount == 0 {
      while true {
        let start = names.count
        try names.append("f")
        try names.append(decimal: number)
        number &+= 1
        let count = names.count &- start
        let isTaken = unsafe hasField(
          FormatText(start: names.start.map { unsafe UnsafePointer($0 + start) }, count: count))
        try names.append(0)
        guard !isTaken else { continue }
        fields[index].name = start
        fields[index].nameCount = count
        break
      }
    }
  }

  private func byteCount(textCount: Int) -> Int {
    MemoryLayout<FormatDescription>.stride &+ fields.count &* MemoryLayout<RecordField>.stride
      &+ lengths.count &* MemoryLayout<Int>.stride &+ names.count &+ textCount &+ 1
  }

  /// One block: the description, the fields, the lengths, the names, the text.
  private func describe(
    itemSize: Int, text: FormatText, hash: UInt = 0
  ) throws(Failure) -> UnsafeMutablePointer<FormatDescription> {
    let size = byteCount(textCount: text.count)
    guard let block = unsafe malloc(size) else { throw .noMemory(size) }
    let description = unsafe block.assumingMemoryBound(to: FormatDescription.self)
    let fieldStart = unsafe UnsafeMutableRawPointer(description + 1)
      .assumingMemoryBound(to: RecordField.self)
    let lengthStart = unsafe UnsafeMutableRawPointer(fieldStart + fields.count)
      .assumingMemoryBound(to: Int.self)
    let nameStart = unsafe UnsafeMutableRawPointer(lengthStart + lengths.count)
      .assumingMemoryBound(to: UInt8.self)
    let textStart = unsafe nameStart + names.count
    for index in 0..<lengths.count { unsafe lengthStart[index] = lengths[index] }
    for index in 0..<names.count { unsafe nameStart[index] = names[index] }
    for index in 0..<text.count { unsafe textStart[index] = unsafe text[index] }
    unsafe textStart[text.count] = 0
    for index in 0..<fields.count {
      let field = fields[index]
      unsafe (fieldStart + index).initialize(
        to: RecordField(
          name: nameStart + field.name, nameCount: field.nameCount, format: field.format,
          offset: field.offset, shape: lengthStart + field.shape, ndim: field.ndim,
          count: field.count))
    }
    unsafe description.initialize(
      to: FormatDescription(
        text: textStart, textCount: text.count, itemSize: itemSize, hash: hash, fields: fieldStart,
        fieldCount: fields.count, depth: depth, isGapless: isGapless && end == itemSize))
    return unsafe description
  }
}

extension ElementFormat {
  /// The format as NumPy has it in a record: one code for integers of eight bytes, and bytes for
  /// characters.
  fileprivate func inRecords() throws(Failure) -> ElementFormat {
    switch code {
    case .long, .longLong, .size:
      ElementFormat(.long, isSwapped: isSwapped)
    case .unsignedLong, .unsignedLongLong, .unsignedSize:
      ElementFormat(.unsignedLong, isSwapped: isSwapped)
    case .character: try .bytes(1)
    case .int24, .uint24:
      throw .value("format: PEP 3118 has no code for the integers of three bytes in a record")
    case .truth, .int8, .uint8, .int16, .uint16, .int32, .uint32, .half, .float, .double,
      .complexFloat, .complexDouble, .string, .padding, .unicode, .record:
      self
    }
  }
}

extension FormatText {
  /// Whether Python makes a str of it.
  var isUTF8: Bool {
    let bytes = unsafe UnsafeRawPointer(baseAddress)?.assumingMemoryBound(to: CChar.self)
    guard let text = unsafe PyUnicode_FromStringAndSize(bytes, count) else {
      PyErr_Clear()
      return false
    }
    unsafe swiftbuf_release(text)
    return true
  }
}

/// A position in the text of a format.
@safe struct FormatPosition {
  let position: Int
  let text: FormatText
}

extension Message.Interpolation {
  /// Appends where in the text of a format something is, in characters; nothing if it is no text.
  mutating func appendInterpolation(_ place: FormatPosition?) {
    guard let place = place else { return }
    var characters = 0
    for index in unsafe 0..<min(place.position, place.text.count)
    where unsafe place.text[index] & 0xC0 != 0x80 { characters += 1 }
    appendLiteral(" at position ")
    appendInterpolation(characters)
    appendLiteral(" of '")
    unsafe appendInterpolation(place.text)
    appendLiteral("'")
  }
}
