import BufferProtocol
import VectorLoops

// The engine that turns elements of one format into those of another.
//
// A buffer of any shape is a number of runs, a run is worked on in blocks that fit the first-level
// cache, and each block takes these ways:
//
//     memory of the source -> BlockReader -> Chain -> BlockWriter -> memory of the target
//
// - `Numbers` says how the elements of a format are made: of one number or two, in which bytes.
// - `BlockReader` makes packed numbers in the machine's order of them, in place where they are that
//   already; `BlockWriter` is the reverse.
// - `Chain` is one loop over a block after the other: a direct one for the pairs of numbers that
//   people use most, two by way of float64 or float32 for all others. So there is a loop for each
//   number and not for each pair of formats, and a pair costs two passes over a cache instead of
//   one over memory.
// - `Fit` is the question whether values are in range. It is asked of the least and the greatest
//   value of a block, at the speed of memory; only a block that fails it is looked through, for the
//   first value.
// - `Converter` walks: all values are looked at before the first is written, which takes a second
//   look at the source and no second copy of it. Where the target is fresh, each block is looked at
//   just before it is converted.
// - `Comparer` and `Finder` use the same blocks for `==` and `in`.
//
// The loops are C (`VectorLoops.h`), for the vectors that the processor has. No step calls Python.
//
// Rules of values (assignment; "exact" is what Python computes for the two objects):
//
// | From           | to integer           | to `e`, `f`, `d`               | to `Zf`, `Zd`     | to
// `?`  |
// | -------------- | -------------------- | ------------------------------ | ----------------- |
// ------- |
// | `?`, integers  | exact or ValueError  | by way of float64, see below   | and 0 imaginary   |
// not 0   |
// | `e`, `f`, `d`  | TypeError            | nearest, see below             | and 0 imaginary   |
// not 0   |
// | `Zf`, `Zd`     | TypeError            | TypeError                      | each component    |
// not 0   |
// | `c`            | TypeError            | TypeError                      | TypeError         |
// true    |
//
// Nothing but `c` goes to `c`. A real number goes to float64 first (`PyFloat_AsDouble`), rounded to
// nearest, ties to even, and from there to the target in the same way. A finite number that `f`
// rounds to infinity becomes infinite; for `e` it is a ValueError.

/// A number as the loops know it: an index of their tables.
enum Number: UInt8, Sendable {
  case int8, uint8, int16, uint16, int32, uint32, int64, uint64, half, float, double

  var index: CInt { CInt(rawValue) }

  /// Bytes of one, as a power of two.
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

  /// All bits but the sign of floating point: none of them is set in zero.
  var magnitudeMask: UInt64 {
    let all: UInt64 = .max >> UInt64(64 - 8 * size)
    return isInteger ? all : all >> 1
  }
}

/// What the elements of a format are made of.
struct Numbers {
  enum Encoding: UInt8, Sendable {
    /// The number itself, in the machine's byte order or the other one.
    case plain, swapped
    /// A byte, of which any but zero is 1.
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
    case .character, .uint8: number = .uint8
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
  /// The least and the greatest integer of a format of integers or truth values.
  var integerRange: (low: Int64, high: UInt64) {
    switch encoding {
    case .plain, .swapped: number.integerRange
    case .truth: (0, 1)
    case .three, .threeSwapped: number.isSigned ? (-1 << 23, 1 << 23 - 1) : (0, 1 << 24 - 1)
    }
  }
}
