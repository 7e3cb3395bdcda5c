// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Names that generated code uses itself, or that Swift or Python keep for themselves.

/// Every variable and function that generated code has around a call.
public func around(
  argument: Int, arguments: Int, definition: Int, dict: Int, functions: Int, given: Int,
  holder: Int, initialize: Int, instance: Int, interruption: Int, made: Int, methods: Int,
  module: Int, names: Int, object: Int, owner: Int, parameters: Int, properties: Int
) -> [Int] {
  [
    argument, arguments, definition, dict, functions, given, holder, initialize, instance,
    interruption, made, methods, module, names, object, owner, parameters, properties,
  ]
}
public func inside(
  raising: Int, raisePending: Int, raisingWithoutGIL: Int, result: Int, scope: Int, tuple: Int,
  type: Int, vector: Int, withBuffer: Int, withBytes: Int, withMutableBuffer: Int,
  withMutableBytes: Int, withoutGIL: Int, around: Int, inside: Int
) -> [Int] {
  [
    raising, raisePending, raisingWithoutGIL, result, scope, tuple, type, vector, withBuffer,
    withBytes, withMutableBuffer, withMutableBytes, withoutGIL, around, inside,
  ]
}

public func selves(`self`: Int, self_: Int, self__: Int) -> [Int] { [`self`, self_, self__] }
public func underscored(_: Int, scope: Int, scope_ other: Int, object scope_: Int) -> [Int] {
  [scope, other, scope_]
}

public func keywords(`in`: Int, `default`: Int, `inout`: Int, `Self`: Int, Type: Int, `init`: Int)
  -> [Int]
{
  [`in`, `default`, `inout`, `Self`, Type, `init`]
}

/// Names of types, which the code that reads them mentions.
public func types(Int: Int, Callback body: () -> Int, Range: Range<Int>, Holder: Int) -> [Int] {
  [Int, body(), Range.count, Holder]
}

public func spans(withBuffer: Span<Int8>, scope: inout MutableSpan<Int8>, argument: Int) {
  for index in scope.indices { scope[index] = withBuffer[0] + Int8(argument) }
}

/// A parameter of the name of the value that another one has by default.
public func defaults(limit: Int = 1, other: Int = limit, object: (Int, Int)? = nil) -> [Int] {
  [limit, other, object?.0 ?? 0]
}
public let limit = 7
public func called(value0: (Int, Int) -> Int, callback: (Int) -> Int, returned: () -> (Int, Int))
  -> [Int]
{
  [value0(1, 2), callback(3), returned().1]
}

/// Names that are in strings of the generated code alone.
public func silent(scope: Span<Int8>, arguments: Span<Int8>) {}

// Those of files.
public let definition = 1
public let scope_ = 2
public let vector = 3
public let value0 = 4
public let counterLimit = 5
public func functions() -> Int { 1 }
public func methods(methods: Int = vector, scope: Int = definition) -> [Int] { [methods, scope] }
public func tuple(given: Int) -> Int { given }
public func owner() -> Int { 2 }

// Functions whose names differ by an underscore, a capital, or what generated names end with.
public func fit(_ value: Int, to other: Int) -> Int { value + other }
public func fitParameters() -> Int { 1 }
public func a1() -> Int { 2 }
public func a_1() -> Int { 3 }
/// - Python: name=aB
public func camel() -> Int { 4 }
public func aB() -> Int { 5 }
public func callFit() -> Int { 6 }

/// Of names that generated code has for what it makes itself.
public final class Iteration {
  /// - Python: name=upper
  public let X = 1
  public let x = 2
  public let item = 3
  public init(exporter: Exporter) {}
  public func iteration(_ self_: Int, `self`: Int, instance: Int) -> [Int] {
    [self_, `self`, instance]
  }
  public func initialize(parameters: Int, initialize: Int) -> Int { parameters + initialize }
  public func parameters() -> Int { 7 }
  public subscript(index: Int) -> Int { index }
  public static let methods = 8
}
public struct Exporter {
  public init() {}
  public mutating func exporter(exporter: Exporter, holder: Int, instance: Int) -> [Int] {
    [holder, instance]
  }
}
public enum Members { case iteration, `self`, `default` }
public enum Iteration_ { case one }
