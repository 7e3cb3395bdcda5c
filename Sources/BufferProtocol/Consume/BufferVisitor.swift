// Numbers of any type, for code that is written once for all of them.

/// An operation on the elements of a buffer, for any type of element (`BufferView.visit`).
public protocol BufferVisitor {
  /// The type of the result.
  associatedtype Result

  /// Performs the operation on elements of this type.
  func visit<Element: BufferNumber>(
    _ view: borrowing BufferView, as type: Element.Type
  ) throws(Failure) -> Result
}

/// An element that is a number, of any type.
public protocol BufferNumber: BufferElement, Comparable, Numeric {
  /// The nearest Double.
  var asDouble: Double { get }
  /// The number of that value; nil if the type has none.
  init?(exactly value: Double)
}

extension BufferNumber where Self: BinaryInteger {
  /// The nearest Double.
  public var asDouble: Double { Double(self) }
}

extension Int8: BufferNumber {}
extension UInt8: BufferNumber {}
extension Int16: BufferNumber {}
extension UInt16: BufferNumber {}
extension Int32: BufferNumber {}
extension UInt32: BufferNumber {}
extension Int64: BufferNumber {}
extension UInt64: BufferNumber {}
extension Float: BufferNumber { public var asDouble: Double { Double(self) } }
extension Double: BufferNumber { public var asDouble: Double { self } }
