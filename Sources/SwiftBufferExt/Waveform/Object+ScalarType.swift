import BufferProtocol
import CPython

// Classes that are accepted as a format: NumPy's scalar types, such as `numpy.int16`.

extension Object {
  /// NumPy's name for this class of numbers, such as "int16"; nil if it is not a NumPy class.
  ///
  /// Checked by module and name: NumPy may not be imported, and its abstract classes are not
  /// formats.
  func nameOfScalarType() throws(Failure) -> OwnedObject? {
    guard unsafe swiftbuf_is_type(pointer) != 0 else { return nil }
    guard let module = try attribute("__module__"), module.object.isString,
      module.object.isText("numpy"),
      let name = try attribute("__name__"), name.object.isString
    else { return nil }
    return name
  }

  /// Whether this str is `text`, which is ASCII.
  private func isText(_ text: StaticString) -> Bool {
    unsafe PyUnicode_CompareWithASCIIString(pointer, text.cString) == 0
  }
}
