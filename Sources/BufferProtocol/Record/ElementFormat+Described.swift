import CPython

// Elements of strings and records between memory and Python: bytes objects of the full length, as
// `struct` has them; str objects without the NULs at the end, as NumPy has them; tuples of the
// values of the fields, in which a sub-array is a list.

/// The loader of described formats (`ElementKind.loader`).
package func loadDescribed(_ address: UnsafeRawPointer, _ bits: UInt64) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    unsafe try ElementFormat(bits: bits).loadedDescribed(address)
  }
}

extension ElementFormat {
  @inline(never)
  fileprivate func loadedDescribed(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    guard isRecord else {
      return unsafe code == .unicode ? try characters(address) : try byteString(address)
    }
    let description = description
    let tuple = unsafe try OwnedObject(new: PyTuple_New(description.fieldCount))
    for index in 0..<description.fieldCount {
      let field = description.field(index)
      let value = unsafe try field.loaded(address + field.offset)
      // It fails if other code has found the tuple by `gc`.
      guard unsafe PyTuple_SetItem(tuple.object.pointer, index, value.take()) == 0 else {
        throw .pending
      }
    }
    return tuple
  }

  private func byteString(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(
      new: PyBytes_FromStringAndSize(address.assumingMemoryBound(to: CChar.self), itemSize))
  }

  /// - Throws: a UnicodeDecodeError, which is a ValueError, if the bytes are not characters.
  private func characters(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    var byteCount = itemSize
    while byteCount > 0,
      unsafe address.loadUnaligned(fromByteOffset: byteCount - 4, as: UInt32.self) == 0
    { byteCount -= 4 }
    var order: CInt = isSwapped ? 1 : -1
    let bytes = unsafe address.assumingMemoryBound(to: CChar.self)
    return unsafe try OwnedObject(
      new: PyUnicode_DecodeUTF32(
        bytes, byteCount, ("strict" as StaticString).cString, &order))
  }

  /// Writes `object` to `address` as one element. Padding of a record keeps its value; if any value
  /// is not valid, nothing is written.
  @inline(never)
  func storeDescribed(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    guard isRecord else { return unsafe try storeString(object, address) }
    unsafe try withScratch(itemSize) { scratch throws(Failure) in
      unsafe try convert(object, scratch)
      unsafe copyFields(from: scratch, to: address)
    }
  }

  /// The same to scratch memory: writes all fields and no padding; if it fails, some fields may
  /// have been written.
  func convert(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    guard isRecord else { return unsafe try store(object, address) }
    let description = description
    let count = description.fieldCount
    let values = try object.recordValues(count, of: self)
    for index in 0..<count {
      let field = description.field(index)
      let value = unsafe Object(PyTuple_GetItem(values.object.pointer, index).unsafelyUnwrapped)
      unsafe try field.convert(value, address + field.offset)
    }
  }

  private func storeString(
    _ object: Object, _ address: UnsafeMutableRawPointer
  ) throws(Failure) {
    if code == .unicode {
      guard object.isString else {
        throw .type("value: \(object) is not a str, which format '\(self)' holds")
      }
      return unsafe try storeCharacters(object, address)
    }
    guard object.isBytesOrByteArray else {
      throw .type("value: \(object) is not a bytes object, which format '\(self)' holds")
    }
    // A copy: another thread may change a bytearray meanwhile.
    let bytes = unsafe try OwnedObject(new: PyBytes_FromObject(object.pointer))
    let count = unsafe PyBytes_Size(bytes.object.pointer)
    guard count <= itemSize, let start = unsafe PyBytes_AsString(bytes.object.pointer) else {
      throw .value("value: \(object) of \(count) bytes is too long for format '\(self)'")
    }
    unsafe memcpy(address, start, count)
    unsafe memset(address + count, 0, itemSize - count)
  }

  private func storeCharacters(
    _ object: Object, _ address: UnsafeMutableRawPointer
  ) throws(Failure) {
    let encoding: StaticString = isSwapped ? "utf-32-be" : "utf-32-le"
    let bytes = unsafe try OwnedObject(
      new: PyUnicode_AsEncodedString(
        object.pointer, encoding.cString, ("strict" as StaticString).cString))
    let count = unsafe PyBytes_Size(bytes.object.pointer)
    guard count <= itemSize, let start = unsafe PyBytes_AsString(bytes.object.pointer) else {
      throw .value("value: \(object) of \(count / 4) characters is too long for format '\(self)'")
    }
    unsafe memcpy(address, start, count)
    unsafe memset(address + count, 0, itemSize - count)
  }

  /// Copies the fields of a record without its padding; elements of other formats as a whole.
  package func copyFields(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer) {
    guard isRecord, !description.isGapless else {
      unsafe memcpy(target, source, itemSize)
      return
    }
    description.forEachElement { format, offset in
      unsafe format.copyFields(from: source + offset, to: target + offset)
    }
  }

  /// Whether its elements have padding.
  package var hasGaps: Bool { isRecord && !description.isGapless }
}

extension RecordField {
  /// Its value; for a sub-array, a list, nested if there are several dimensions.
  fileprivate func loaded(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    var next = unsafe address
    return unsafe try loaded(&next, dimension: 0)
  }

  private func loaded(
    _ next: inout UnsafeRawPointer, dimension: Int
  ) throws(Failure) -> OwnedObject {
    guard dimension < ndim else {
      let element = unsafe try format.load(next)
      unsafe next += format.itemSize
      return element
    }
    let length = length(dimension)
    let list = unsafe try OwnedObject(new: PyList_New(length))
    for index in 0..<length {
      let item = unsafe try loaded(&next, dimension: dimension + 1)
      try list.object.setItem(index, to: item)
    }
    return list
  }

  fileprivate func convert(
    _ value: Object, _ address: UnsafeMutableRawPointer
  ) throws(Failure) {
    var next = unsafe address
    unsafe try convert(value, &next, dimension: 0)
  }

  private func convert(
    _ value: Object, _ next: inout UnsafeMutableRawPointer, dimension: Int
  ) throws(Failure) {
    guard dimension < ndim else {
      do throws(Failure) {
        unsafe try format.convert(value, next)
      } catch {
        throw unsafe error.extended(by: " in field '\(nameText)'")
      }
      unsafe next += format.itemSize
      return
    }
    let length = length(dimension)
    let items = try value.items()
    guard let items, unsafe PyTuple_Size(items.object.pointer) == length else {
      throw unsafe .value(
        "value: \(value) is not a sequence of \(length) values, which field '\(nameText)' holds")
    }
    for index in 0..<length {
      let item = unsafe Object(PyTuple_GetItem(items.object.pointer, index).unsafelyUnwrapped)
      unsafe try convert(item, &next, dimension: dimension + 1)
    }
  }
}

extension Object {
  /// The values for the fields of a record: those of a tuple, a list, or one record of a buffer.
  fileprivate func recordValues(
    _ count: Int, of format: ElementFormat
  ) throws(Failure) -> OwnedObject {
    let isSequence = isTuple || isList
    guard isSequence || isExporter else {
      throw .type("value: \(self) is not a tuple of \(count) values, as format '\(format)' has")
    }
    guard isSequence else { return try recordOfBuffer(count, format) }
    // A list may change while its items are converted.
    let values = unsafe try OwnedObject(new: PySequence_Tuple(pointer))
    let size = unsafe PyTuple_Size(values.object.pointer)
    guard size == count else {
      throw .value(
        "value: \(size) values instead of the \(count) that format '\(format)' has")
    }
    return values
  }

  /// The values of a buffer without dimensions, such as a `numpy.void`.
  private func recordOfBuffer(
    _ count: Int, _ format: ElementFormat
  ) throws(Failure) -> OwnedObject {
    try ForeignBuffer.lent(by: self, argument: "value", .fullReadOnly) {
      foreign throws(Failure) in
      let found = try foreign.elementFormat(argument: "value")
      guard foreign.ndim == 0, found.isRecord, let start = unsafe foreign.view.pointee.buf,
        found.description.fieldCount == count
      else {
        throw .type("value: \(self) is not one record of \(count) values, as '\(format)' has")
      }
      return unsafe try found.load(start)
    }
  }

  /// The items of a sequence for a sub-array; nil for any other object.
  fileprivate func items() throws(Failure) -> OwnedObject? {
    let isSequence = isTuple || isList
    let isBytes = isBytesOrByteArray
    guard isSequence || (isExporter && !isBytes) else { return nil }
    if let items = unsafe PySequence_Tuple(pointer) { return unsafe OwnedObject(owning: items) }
    guard Failure.forget(.type) else { throw .pending }
    return nil
  }
}

extension Object {
  private var isList: Bool { unsafe swiftbuf_is_list(pointer) != 0 }

  fileprivate var isBytesOrByteArray: Bool {
    unsafe swiftbuf_is_bytes(pointer) != 0 || swiftbuf_is_bytearray(pointer) != 0
  }
}
