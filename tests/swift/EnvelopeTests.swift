import Testing

@testable import BufferProtocol
@testable import WaveformCore

extension Arena {
  /// The envelope of the arena's elements as `Number`s, in C order: minimum, maximum, ...
  fileprivate mutating func envelope<Number: FixedWidthInteger>(
    _ format: ElementFormat, bins: Int, as type: Number.Type
  ) throws(Failure) -> [Number] {
    let columns = grid.lengths.dropFirst().reduce(1, *)
    var pairs = [Number](repeating: 0, count: 2 * bins * columns)
    let result = unsafe withElements { elements in
      unsafe pairs.withUnsafeMutableBytes { pairs in
        Swift.Result { () throws(Failure) in
          let target = unsafe pairs.baseAddress.unsafelyUnwrapped
          let typed = unsafe TypedElements(elements: elements, format: format)
          // The scratch memory is allocated with the GIL.
          try Interpreter.run { () throws(Failure) in
            unsafe try typed.writeEnvelope(bins: bins, to: target)
          }
        }
      }
    }
    try result.get()
    return pairs
  }

  /// The element at index `index` of C order, read in either byte order.
  fileprivate func number(_ index: Int, swapped: Bool) -> Int16 {
    let bytes = elements[index]
    let (low, high) = swapped ? (bytes[1], bytes[0]) : (bytes[0], bytes[1])
    return Int16(truncatingIfNeeded: Int(high) << 8 | Int(low))
  }
}

@Test(arguments: [[5], [1], [7, 4], [4, 1], [1, 4], [3, 2, 4]], ["h", ">h"])
func eachBinAndColumnHasTheExtremesOfItsElements(lengths: [Int], format: String) throws {
  let columns = lengths.dropFirst().reduce(1, *)
  let format = try ElementFormat(format.utf8)
  for grid in Grid.arrangements(of: lengths, itemSize: 2) {
    var arena = Arena(grid)
    for bins in 1...lengths[0] {
      var expected: [Int16] = []
      for bin in 0..<bins {
        let samples = (bin * lengths[0] / bins)..<((bin + 1) * lengths[0] / bins)
        for column in 0..<columns {
          let numbers = samples.map {
            arena.number($0 * columns + column, swapped: format.isSwapped)
          }
          expected += [numbers.min() ?? 0, numbers.max() ?? 0]
        }
      }
      let found = try arena.envelope(format, bins: bins, as: Int16.self)
      if found != expected { Issue.record("\(bins) bins of \(grid)") }
    }
  }
}

@Test(arguments: ["?", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N", "e", "f", "d"])
func realElementsHaveAnOrder(code: String) throws {
  let format = try ElementFormat(code.utf8)
  #expect(format.hasOrder)
  #expect(format.byteSwapped.hasOrder)
}

@Test(arguments: ["c", "Zf", "Zd", ">Zf", ">Zd"])
func otherElementsHaveNone(code: String) throws {
  let format = try ElementFormat(code.utf8)
  #expect(!format.hasOrder)
}
