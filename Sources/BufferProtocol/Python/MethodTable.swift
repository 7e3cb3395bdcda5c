import CPython

// Rows of the tables of a type's methods and properties, one constructor for each calling
// convention (C API manual, "Common Object Structures"). The text of a method starts with its
// signature line, which `inspect.signature` and `help` read.

extension PyMethodDef {
  /// A method without parameters (`METH_NOARGS`).
  public static func noArguments(
    _ name: StaticString, _ function: BinaryFunction, _ text: StaticString
  ) -> PyMethodDef { unsafe row(name, function, METH_NOARGS, text) }

  /// A method with one positional parameter (`METH_O`).
  public static func oneArgument(
    _ name: StaticString, _ function: BinaryFunction, _ text: StaticString
  ) -> PyMethodDef { unsafe row(name, function, METH_O, text) }

  /// A method, or a function of a module, with parameters that `Signature` describes
  /// (`METH_FASTCALL | METH_KEYWORDS`).
  public static func keywords(
    _ name: StaticString, _ function: FastFunction, _ text: StaticString
  ) -> PyMethodDef {
    unsafe row(
      name, unsafeBitCast(function, to: BinaryFunction.self), METH_FASTCALL | METH_KEYWORDS, text)
  }

  /// The same for a class method (`METH_CLASS`).
  public static func classKeywords(
    _ name: StaticString, _ function: FastFunction, _ text: StaticString
  ) -> PyMethodDef {
    unsafe row(
      name, unsafeBitCast(function, to: BinaryFunction.self),
      METH_FASTCALL | METH_KEYWORDS | METH_CLASS, text)
  }

  private static func row(
    _ name: StaticString, _ function: BinaryFunction, _ flags: CInt, _ text: StaticString
  ) -> PyMethodDef {
    unsafe PyMethodDef(
      ml_name: name.cString, ml_meth: function, ml_flags: flags, ml_doc: text.cString)
  }
}

extension PyGetSetDef {
  /// A read-only property (`PyGetSetDef`).
  public static func property(
    _ name: StaticString,
    _ getter: @convention(c) (PyObjectPointer?, UnsafeMutableRawPointer?) -> PyObjectPointer?,
    _ text: StaticString
  ) -> PyGetSetDef {
    unsafe PyGetSetDef(
      name: name.cString, get: getter, set: nil, doc: text.cString, closure: nil)
  }

  /// A property that can be set; without a getter it cannot be read.
  public static func property(
    _ name: StaticString,
    _ getter: (@convention(c) (PyObjectPointer?, UnsafeMutableRawPointer?) -> PyObjectPointer?)?,
    _ setter:
      @convention(c) (PyObjectPointer?, PyObjectPointer?, UnsafeMutableRawPointer?) -> CInt,
    _ text: StaticString
  ) -> PyGetSetDef {
    unsafe PyGetSetDef(
      name: name.cString, get: getter, set: setter, doc: text.cString, closure: nil)
  }
}
