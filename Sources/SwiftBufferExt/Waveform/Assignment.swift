import BufferProtocol
import CPython
import WaveformCore

/// `w[key] = value`, and `del w[key]`, which is an error because the length is fixed.
func waveformAssign(
  _ self: PyObjectPointer?, _ key: PyObjectPointer?, _ value: PyObjectPointer?
) -> CInt {
  let buffer = unsafe Buffer(slot: self)
  let key = unsafe Object(key.unsafelyUnwrapped)
  let value = unsafe value.map { unsafe Object($0) }
  guard let value, let index = key.plainIndex else { return anyAssign(buffer, key, value) }
  // Pinned, because converting the value to a number can run any code.
  let status: CInt? = unsafe buffer.pinnedOrNil { elements in
    guard !buffer.isReadOnly, let element = unsafe buffer.element(index, of: elements) else {
      return nil
    }
    return returningStatus { () throws(Failure) in
      unsafe try buffer.format.storeHere(value, element)
    }
  }
  return status ?? anyAssign(buffer, key, value)
}

/// All other assignments. Out of line: the frequent case needs less stack.
@inline(never)
private func anyAssign(_ buffer: Buffer, _ key: Object, _ value: Object?) -> CInt {
  returningStatus { () throws(Failure) in
    try buffer.check()
    try buffer.checkWritable()
    guard let value else {
      throw .type("elements of a Waveform cannot be deleted: its length is fixed")
    }
    // The pin holds the memory while the key and the value are converted to numbers.
    unsafe try buffer.pinned { elements throws(Failure) in
      if key.isString, buffer.format.isRecord {
        let field = unsafe try buffer.field(key, of: elements)
        try Buffer(field).pinned { () throws(Failure) in try Buffer(field).assign(value) }
      } else if buffer.ndim == 1, key.isIndex {
        let index = try key.size(argument: "index", overflow: Failure.index)
        let offset = try buffer.offset(of: index, dimension: 0)
        unsafe try buffer.format.store(value, elements.start + offset)
      } else if buffer.ndim == 1, key.isSlice {
        unsafe try buffer.assign(
          value, to: key.range(length: buffer.layout.length(0)), of: elements)
      } else {
        unsafe try buffer.assign(value, to: Key(key), of: elements)
      }
    }
  }
}

extension Buffer {
  @inline(__always)
  func checkWritable() throws(Failure) {
    guard !isReadOnly else { throw readOnly }
  }

  @inline(never)
  private var readOnly: Failure { .type("cannot modify read-only memory") }

  /// For elements of one dimension; assigning to all of them needs no view.
  @inline(never)
  fileprivate func assign(
    _ value: Object, to range: (start: Int, length: Int, step: Int), of elements: Elements
  ) throws(Failure) {
    guard range != (0, layout.length(0), 1) else { return try assign(value) }
    let selected = unsafe try part(range, of: elements)
    // The view needs its own pin: other code can find it through the garbage collector.
    try Buffer(selected).pinned { () throws(Failure) in try Buffer(selected).assign(value) }
  }

  @inline(never)
  fileprivate func assign(
    _ value: Object, to key: Key, of elements: Elements
  ) throws(Failure) {
    try key.check(ndim: ndim)
    let selected = unsafe try view(key, of: elements)
    let target = Buffer(selected)
    unsafe try target.pinned { selected throws(Failure) in
      key.selectsElement(ndim: ndim)
        ? unsafe try format.store(value, selected.start) : try target.assign(value)
    }
  }

  /// Assigns to all elements: a scalar fills them, a buffer or iterable of the same shape gives one
  /// value for each. If any value is invalid, no element changes.
  @inline(never)
  func assign(_ value: Object) throws(Failure) {
    if value.isScalar(for: format) { return try fill(value) }
    try value.checkSamples(for: format)
    if value.isExporter { return try assign(buffer: value) }
    if ndim > 0, value.isIterable { return try assign(iterable: value) }
    try fill(value)
  }
}

// MARK: - Scalars

extension Object {
  /// Whether it is a single value, not a container. NumPy scalars are: they derive from Python's
  /// number types or export a buffer without dimensions.
  func isScalar(for format: ElementFormat) -> Bool {
    if isInt || isString || isNone { return true }
    if unsafe swiftbuf_is_float(pointer) != 0 || swiftbuf_is_complex(pointer) != 0 { return true }
    if unsafe swiftbuf_is_bytes(pointer) != 0 {
      return unsafe format.kind == .bytes || format.kind == .character && PyBytes_Size(pointer) == 1
    }
    return format.isRecord && isTuple
      || (unsafe format.kind == .bytes && swiftbuf_is_bytearray(pointer) != 0)
  }

  var isIterable: Bool {
    unsafe swiftbuf_type_slot(type.pointer, Py_tp_iter) != nil || PySequence_Check(pointer) != 0
  }
}

extension Buffer {
  /// Writes `value` to every element. The caller has pinned the memory.
  func fill(_ value: Object) throws(Failure) {
    unsafe try withScratch(format.itemSize) { pattern throws(Failure) in
      unsafe try format.store(value, pattern)
      unsafe try pinnedWithoutGIL { unsafe typed($0).fill(with: pattern) }
    }
  }
}
