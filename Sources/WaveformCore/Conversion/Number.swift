import BufferProtocol
import VectorLoops

// The engine that converts elements of one format to another.
//
// A buffer of any shape consists of runs. A run is processed in blocks that fit the first-level
// cache, and each block passes these stages:
//
//     memory of the source -> BlockReader -> Chain -> BlockWriter -> memory of the target
//
// - `Numbers` describes the elements of a format: one number or two, and their bytes.
// - `BlockReader` produces packed numbers in native byte order, in place if they already are;
//   `BlockWriter` is the reverse.
// - `Chain` runs one loop over a block after the other: a direct one for the most frequent pairs of
//   numbers, two through float64 or float32 for all others. So there is a loop for each number and
//   not for each pair of formats, and a pair costs two passes over the cache instead of one over
//   memory.
// - `Fit` checks whether values are in range. It checks the minimum and maximum of a block, at
//   memory speed; only if they do not fit is the block searched for the first value.
// - `Converter` iterates. All values are checked before the first is written, which needs a second
//   pass over the source but no second copy of it. If the target is fresh, each block is checked
//   just before it is converted.
// - `Comparer` and `Finder` use the same blocks for `==` and `in`.
//
// The loops are C (`VectorLoops.h`), to use the processor's vectors. No stage calls Python.
//
// Rules for values (assignment; "exact" is Python's result for the two objects):
//
// | From          | to integer          | to `e`, `f`, `d`   | to `Zf`, `Zd`   | to `?` |
// | ------------- | ------------------- | ------------------ | --------------- | ------ |
// | `?`, integers | exact or ValueError | via float64, below | and 0 imaginary | not 0  |
// | `e`, `f`, `d` | TypeError           | nearest, below     | and 0 imaginary | not 0  |
// | `Zf`, `Zd`    | TypeError           | TypeError          | each component  | not 0  |
// | `c`           | TypeError           | TypeError          | TypeError       | true   |
//
// Only `c` converts to `c`. A real number is converted to float64 first (`PyFloat_AsDouble`),
// rounded to nearest, ties to even, and from there to the target in the same way. A finite number
// that rounds to infinity becomes infinite for `f`, and is a ValueError for `e`.

/// A kind of number for the loops: an index of their tables.
enum Number: UInt8, Sendable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, half, float, double

  var index: CInt { CInt(rawValue) }

  /// The size in bytes, as a power of two.
  var sizeLog: Int {
    switch self {
    case .int8, .uint8: 0
    case .int16, .uint16, .half: 1
    case .int32, .uint32, .float: 2
    case .int64, .uint64, .double: 3
    }
  }

  var size: Int { 1 << sizeLog }

  var isInteger: Bool {
    switch self {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64: true
    case .half, .float, .double: false
    }
  }

  var isSigned: Bool {
    switch self {
    case .int8, .int16, .int32, .int64, .half, .float, .double: true
    case .uint8, .uint16, .uint32, .uint64: false
    }
  }

  /// All bits except the sign of floating point: none of them is set in zero.
  var magnitudeMask: UInt64 {
    let all: UInt64 = .max >> UInt64(64 - 8 * size)
    return isInteger ? all : all >> 1
  }
}

/// The numbers that an element of a format consists of.
struct Numbers {
  enum Encoding: UInt8, Sendable {
    /// The number itself, in the machine's byte order or the other one.
    case plain, swapped
    /// A byte; any value except zero is 1.
    case truth
    /// The lower three bytes of a number of four, in the machine's byte order or the other one.
    case three, threeSwapped
  }

  let number: Number
  /// 2 for complex numbers.
  let components: Int
  let encoding: Encoding

  init(_ format: ElementFormat) {
    var components = 1
    var encoding: Encoding = format.isSwapped ? .swapped : .plain
    switch format.kind {
    case .truth:
      number = .uint8
      encoding = .truth
    // Strings and records are no numbers: `Conversion` refuses them.
    case .character, .uint8, .bytes, .text, .record: number = .uint8
    case .int8: number = .int8
    case .int16: number = .int16
    case .uint16: number = .uint16
    case .int24:
      number = .int32
      encoding = format.isSwapped ? .threeSwapped : .three
    case .uint24:
      number = .uint32
      encoding = format.isSwapped ? .threeSwapped : .three
    case .int32: number = .int32
    case .uint32: number = .uint32
    case .int64: number = .int64
    case .uint64: number = .uint64
    case .half: number = .half
    case .float: number = .float
    case .double: number = .double
    case .complexFloat:
      number = .float
      components = 2
    case .complexDouble:
      number = .double
      components = 2
    }
    self.components = components
    self.encoding = encoding
  }
}

extension Numbers {
  /// The least and greatest integer of a format of integers or truth values.
  var integerRange: (low: Int64, high: UInt64) {
    switch encoding {
    case .plain, .swapped: number.integerRange
    case .truth: (0, 1)
    case .three, .threeSwapped: number.isSigned ? (-1 << 23, 1 << 23 - 1) : (0, 1 << 24 - 1)
    }
  }
}
