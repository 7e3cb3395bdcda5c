/// A Swift type that is one element of a buffer, with its format.
///
/// Conforming your own type is a promise: the format has the size of the type (`MemoryLayout.size`
/// and `.stride` are the same), and every bit pattern is a value.
public protocol BufferElement: BitwiseCopyable {
  /// How Python interprets the bits of an element.
  static var format: ElementFormat { get }
}

extension Int8: BufferElement { public static var format: ElementFormat { .int8 } }
extension UInt8: BufferElement { public static var format: ElementFormat { .uint8 } }
extension Int16: BufferElement { public static var format: ElementFormat { .int16 } }
extension UInt16: BufferElement { public static var format: ElementFormat { .uint16 } }
extension Int32: BufferElement { public static var format: ElementFormat { .int32 } }
extension UInt32: BufferElement { public static var format: ElementFormat { .uint32 } }
extension Int64: BufferElement { public static var format: ElementFormat { .int64 } }
extension UInt64: BufferElement { public static var format: ElementFormat { .uint64 } }
extension Int: BufferElement { public static var format: ElementFormat { .int64 } }
extension UInt: BufferElement { public static var format: ElementFormat { .uint64 } }
extension Float: BufferElement { public static var format: ElementFormat { .float } }
extension Double: BufferElement { public static var format: ElementFormat { .double } }
