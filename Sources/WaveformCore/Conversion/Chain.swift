import BufferProtocol
import VectorLoops

/// One loop over a block, with its mask and the quantity of numbers for each element.
@unsafe
struct ChainStep {
  let loop: swiftbuf_loop
  let mask: UInt64
  let numbers: Int
}

/// The loops that convert packed numbers of one kind to another, in order.
@unsafe
struct Chain: ~Copyable {
  private(set) var number: Number
  private(set) var components: Int
  /// The parameters of all loops except the mask, which each has separately: a chain never has two
  /// products.
  private(set) var line = swiftbuf_line()
  /// Six are enough, for example for a half times a complex number: two loops convert it to
  /// float64, one makes that complex, then there are the product, the clip, and the conversion to
  /// the target's number.
  private var steps = unsafe InlineArray<6, ChainStep?>(repeating: nil)
  private(set) var count = 0

  /// An empty chain, which returns its input.
  init(_ numbers: Numbers) {
    unsafe number = numbers.number
    unsafe components = numbers.components
  }

  mutating func append(
    _ loop: swiftbuf_loop?, mask: UInt64 = 0, numbers: Int? = nil, to result: Number
  ) {
    unsafe number = result
    guard let loop = unsafe loop, unsafe count < 6 else { return }
    unsafe steps[count] = unsafe ChainStep(
      loop: loop, mask: mask, numbers: numbers ?? components)
    unsafe count += 1
  }

  /// The same for a loop with a mask.
  mutating func append(
    _ loop: swiftbuf_loop?, _ line: swiftbuf_line, numbers: Int? = nil, to result: Number
  ) {
    unsafe self.line = line
    unsafe append(loop, mask: line.mask, numbers: numbers, to: result)
  }

  /// Appends a conversion of the numbers to `target` by value.
  mutating func convert(to target: Number) {
    let source = unsafe number
    if source.isInteger && target.isInteger && source.size == target.size || source == target {
      // The bits are the same.
      unsafe number = target
    } else if let loop = unsafe swiftbuf_conversion(source.index, target.index) {
      unsafe append(loop, to: target)
    } else {
      // Halves and integers of up to 16 bits are exact in float32; all other conversions go through
      // float64.
      let isShort = source == .half || (source.isInteger && source.size <= 2)
      unsafe convert(to: isShort ? .float : .double)
      unsafe convert(to: target)
    }
  }

  /// Appends a conversion of each element to a truth value, 0 or 1.
  mutating func convertToTruth() {
    let mask = unsafe number.magnitudeMask
    unsafe append(swiftbuf_truth(CInt(number.sizeLog)), mask: mask, to: .uint8)
    guard unsafe components == 2 else { return }
    // Two adjacent truth values: true if any bit is set.
    unsafe append(swiftbuf_truth(1), mask: 0xFFFF, numbers: 1, to: .uint8)
    unsafe components = 1
  }

  /// Appends a conversion of real numbers to complex ones.
  mutating func makeComplex() {
    guard unsafe components == 1 else { return }
    unsafe append(swiftbuf_pair(CInt(number.sizeLog)), to: number)
    unsafe components = 2
  }

  /// Runs the loops, or so many of them, over `count` elements at `source`, the last one into
  /// `target`, and returns the address of the numbers: `source` itself if there are no loops.
  /// `scratch` has two slots.
  func run(
    _ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer,
    scratch: ConversionScratch, first steps: Int = .max
  ) -> UnsafeRawPointer {
    let last = unsafe min(self.count, steps) - 1
    var current = unsafe source
    var line = unsafe self.line
    for index in 0..<(last + 1) {
      guard let step = unsafe self.steps[index] else { break }
      let next = unsafe index == last ? target : scratch.slot(index & 1)
      line.mask = unsafe step.mask
      unsafe step.loop(current, next, count &* step.numbers, &line)
      unsafe current = UnsafeRawPointer(next)
    }
    return unsafe current
  }
}
