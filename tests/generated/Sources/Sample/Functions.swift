// An ordinary Swift library, which knows nothing of Python: tests/test_generated_*.py use it.

// Each type as it is.
public func sameInt(_ value: Int) -> Int { value }
public func sameInt8(_ value: Int8) -> Int8 { value }
public func sameInt16(_ value: Int16) -> Int16 { value }
public func sameInt32(_ value: Int32) -> Int32 { value }
public func sameCInt(_ value: CInt) -> CInt { value }
public func sameInt64(_ value: Int64) -> Int64 { value }
public func sameUInt(_ value: UInt) -> UInt { value }
public func sameUInt8(_ value: UInt8) -> UInt8 { value }
public func sameUInt16(_ value: UInt16) -> UInt16 { value }
public func sameUInt32(_ value: UInt32) -> UInt32 { value }
public func sameUInt64(_ value: UInt64) -> UInt64 { value }
public func sameDouble(_ value: Double) -> Double { value }
public func sameFloat(_ value: Float) -> Float { value }
public func sameBool(_ value: Bool) -> Bool { value }
public func sameString(_ value: String) -> String { value }

/// Counts calls of ``nothing()``.
nonisolated(unsafe) private var calls = 0

public func nothing() { calls += 1 }
public func callCount() -> Int { calls }

/// Multiply a number.
///
/// The product is rounded
/// once.
/// - Parameters:
///   - value: what is multiplied,
///     first.
///   - factor: by what.
/// - Returns: the "product".
/// - Complexity: O(1).
public func scale(_ value: Double, by factor: Double = 2.5, addingOffset offset: Double = -1)
  -> Double
{
  value * factor + offset
}

public typealias Name = String

public func describe(
  name: Name = "it\t\"is\"", count: Int = 0x10, isOpen: Bool = true, size: UInt64 = 1_000_000
) -> String {
  "\(name) \(count) \(isOpen) \(size)"
}

/// A default before what must be given.
public func early(first: Int = 1, second: Int) -> Int { first * 100 + second }

/// No position means another parameter than here.
public func mixed(_ a: Int, _ b: Int = 2, c: Int, d: Int = 4) -> [Int] { [a, b, c, d] }

/// Functions with names that generated code uses for something else.
public func scope(_ number: Int) -> Int { number + 1 }
public func arguments(first: Int, second: Int = 0) -> Int { first + second }
public func module() -> Int { 7 }
public func object(_ callback: () -> Int) -> Int { callback() }

/// Words that Python keeps for itself.
public func `import`(from: Int, in lambda: Int, _ object: Int) -> Int { from + lambda + object }

/// Locals that generated code has too.
public func result(scope: Int, arguments: Int, _ result: Int, module: Int) -> Int {
  scope + arguments + result + module
}

@usableFromInline let fallback = 7
public func withFallback(_ value: Int = fallback) -> Int { value }
public func withAnswer(_ value: Int = answer + 1) -> Int { value }

/// - Python: name=other_name
public func renamed() -> Int { 1 }

/// Not for Python.
/// - Python: hidden
public func hidden() {}

public let answer = 42
public let version: StaticString = "1.2"
public let ratio: Double = 0.5
/// - Python: hidden
public let secret = 1

// Strings by their Unicode rules, which need the tables of the toolchain.
public func areEqual(_ left: String, _ right: String) -> Bool { left == right }
public func characterCount(of text: String) -> Int { text.count }
public func uppercased(_ text: String) -> String { text.uppercased() }
public func distinct(_ text: String) -> Int { Set(text).count }
