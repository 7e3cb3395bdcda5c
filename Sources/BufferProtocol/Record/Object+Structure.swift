import CPython

// ctypes writes a union, a packed structure and the fields of a base class as if they were single
// bytes or not there, and bit fields as whole ones (`PyCStructUnionType_update_stgdict` in CPython's
// _ctypes/stgdict.c). Its text then describes another layout, and not always one of another size.

extension Object {
  /// Whether this is a ctypes structure, or an array of them, whose format leaves something out. A
  /// memoryview is judged by its object.
  ///
  /// - Throws: what the attributes raise.
  package func isMisdescribedStructure() throws(Failure) -> Bool {
    guard !isMemoryview else {
      let shown = try memoryviewObject()
      guard !shown.object.isNone else { return false }
      return try shown.object.isMisdescribedStructure()
    }
    // Where ctypes has not been imported, it has no objects.
    guard let ctypes = try OwnedObject.loaded("_ctypes") else { return false }
    let union = try ctypes.object.requiredAttribute("Union")
    return try type.isMisdescribed(union.object, depth: 0)
  }

  /// The same for a type.
  private func isMisdescribed(_ union: Object, depth: Int) throws(Failure) -> Bool {
    guard depth <= FormatLimits.depth else { return true }
    guard let fields = try attribute("_fields_") else {
      // An array, or a single value, whose `_type_` is a str.
      guard let element = try attribute("_type_"), try attribute("_length_") != nil else {
        return false
      }
      return try element.object.isMisdescribed(union, depth: depth + 1)
    }
    if unsafe swiftbuf_is_subtype(pointer, union.pointer) != 0 { return true }
    if let pack = try attribute("_pack_"), try pack.object.truth() { return true }
    if let base = try attribute("__base__"), let inherited = try base.object.attribute("_fields_") {
      if inherited.object === fields.object {
        return try base.object.isMisdescribed(union, depth: depth + 1)
      }
      let count = unsafe PyObject_Length(inherited.object.pointer)
      guard count >= 0 else { throw .pending }
      if count > 0 { return true }
    }
    let all = unsafe try OwnedObject(new: PySequence_Tuple(fields.object.pointer))
    for index in 0..<(unsafe PyTuple_Size(all.object.pointer)) {
      let item = unsafe Object(PyTuple_GetItem(all.object.pointer, index).unsafelyUnwrapped)
      let field = unsafe try OwnedObject(new: PySequence_Tuple(item.pointer))
      // A third item is the width of a bit field.
      guard unsafe PyTuple_Size(field.object.pointer) == 2,
        let type = unsafe PyTuple_GetItem(field.object.pointer, 1)
      else { return true }
      if unsafe try Object(type).isMisdescribed(union, depth: depth + 1) { return true }
    }
    return false
  }
}
