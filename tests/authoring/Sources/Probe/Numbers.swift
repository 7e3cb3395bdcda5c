import BufferProtocol
import CPython

/// A Swift type of elements, to and from Python.
protocol Number: BufferElement {
  init(_ object: Object) throws(Failure)
  func object() throws(Failure) -> OwnedObject
}

extension Number where Self: FixedWidthInteger {
  init(_ object: Object) throws(Failure) {
    let bits = PyLong_AsUnsignedLongLongMask(object.pointer)
    if bits == .max, PyErr_Occurred() != nil { throw .pending }
    self.init(truncatingIfNeeded: bits)
  }

  func object() throws(Failure) -> OwnedObject {
    try OwnedObject(
      new: Self.isSigned
        ? PyLong_FromLongLong(Int64(truncatingIfNeeded: self))
        : PyLong_FromUnsignedLongLong(UInt64(truncatingIfNeeded: self)))
  }
}

extension Number where Self: BinaryFloatingPoint {
  init(_ object: Object) throws(Failure) {
    let value = PyFloat_AsDouble(object.pointer)
    if value == -1, PyErr_Occurred() != nil { throw .pending }
    self.init(value)
  }

  func object() throws(Failure) -> OwnedObject {
    try OwnedObject(new: PyFloat_FromDouble(Double(self)))
  }
}

extension Int8: Number {}
extension UInt8: Number {}
extension Int16: Number {}
extension UInt16: Number {}
extension Int32: Number {}
extension UInt32: Number {}
extension Int64: Number {}
extension UInt64: Number {}
extension Int: Number {}
extension UInt: Number {}
extension Float: Number {}
extension Double: Number {}

/// An element type of the author's own, of two components.
struct Complex: Number {
  var real: Float
  var imaginary: Float

  static var format: ElementFormat { .complexFloat }

  init(_ object: Object) throws(Failure) {
    real = Float(PyComplex_RealAsDouble(object.pointer))
    imaginary = Float(PyComplex_ImagAsDouble(object.pointer))
    if PyErr_Occurred() != nil { throw .pending }
  }

  func object() throws(Failure) -> OwnedObject {
    try OwnedObject(new: PyComplex_FromDoubles(Double(real), Double(imaginary)))
  }
}

/// An element type of the author's own, in the other byte order.
struct BigEndian: Number {
  var bits: Int16

  static var format: ElementFormat { .int16.byteSwapped }

  init(_ object: Object) throws(Failure) { bits = try Int16(object).bigEndian }

  func object() throws(Failure) -> OwnedObject { try Int16(bigEndian: bits).object() }
}

/// What is done with a type of elements that has a name.
protocol Deed {
  func run<Element: Number>(_ element: Element.Type) throws(Failure) -> OwnedObject
}

func perform(_ deed: some Deed, on type: Object) throws(Failure) -> OwnedObject {
  if type.isText("Int8") { return try deed.run(Int8.self) }
  if type.isText("UInt8") { return try deed.run(UInt8.self) }
  if type.isText("Int16") { return try deed.run(Int16.self) }
  if type.isText("UInt16") { return try deed.run(UInt16.self) }
  if type.isText("Int32") { return try deed.run(Int32.self) }
  if type.isText("UInt32") { return try deed.run(UInt32.self) }
  if type.isText("Int64") { return try deed.run(Int64.self) }
  if type.isText("UInt64") { return try deed.run(UInt64.self) }
  if type.isText("Int") { return try deed.run(Int.self) }
  if type.isText("UInt") { return try deed.run(UInt.self) }
  if type.isText("Float") { return try deed.run(Float.self) }
  if type.isText("Double") { return try deed.run(Double.self) }
  if type.isText("Complex") { return try deed.run(Complex.self) }
  if type.isText("BigEndian") { return try deed.run(BigEndian.self) }
  throw .value("type: no \(type) here")
}
