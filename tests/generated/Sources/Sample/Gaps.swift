// What Python cannot have, each with its reason.

import BufferProtocol

public func generic<Number: BinaryInteger>(_ number: Number) -> Number { number }
public func variadic(_ numbers: Int...) -> Int { numbers.count }
public func pointer(_ pointer: UnsafePointer<Int>) {}
public func inPlace(_ number: inout Int) { number += 1 }
public func scale(by factor: Int) -> Int { factor }
nonisolated(unsafe) public var changing = 1
extension Int { public var doubled: Int { self * 2 } }
public protocol Shape { func area() -> Double }
public struct Box<Content> { public var content: Content }
infix operator <+> : AdditionPrecedence
public func <+> (left: Int, right: Int) -> Int { left + right }
public func sumOfStrings(_ span: Span<Bool>) {}
public func ownSpan(_ span: consuming MutableSpan<Int>) {}
public func failing(_ body: () throws(NumberProblem) -> Int) {}
public func keyed(_ values: [[Int]: Int]) {}
public enum Shade {
  case light
  case dark(Int)
}

public enum Twins {
  case one
  /// - Python: name=ONE
  case two
}
public func shade(_ shade: Shade) {}
public enum Loudness: Int {
  case low, high
  public var isHigh: Bool { self == .high }
}
public protocol Measured { var x: Double { get } }
public struct Handle: ~Copyable { public init() {} }
public struct Options: OptionSet {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
}
public class Base { public init() {} }
public class Derived: Base {}
public final class Full {
  public init() {}
  nonisolated(unsafe) public static var shared = 0
  public let closure: () -> Void = {}
  public static func + (left: Full, right: Full) -> Full { left }
  public subscript(index: Int) -> Int { index }
  public subscript(row: Int, column: Int) -> Int { row + column }
  public func make<Content>(_ content: Content) {}
  /// - Python: name=__next__
  public func next() -> Int { 1 }
}
public func options(_ options: Options) {}
public func produce(_ body: () -> Full) {}

/// Of a name that the generated code needs.
public struct Signature {
  public init() {}
}

public func sign(_ signature: Signature) {}
public func maybeArray(_ count: Int) -> NativeArray<Int>? { nil }
