import CPython
import Testing

@testable import BufferProtocol

/// All shapes and strides of a few numbers, against the memoryview of the same.
@Test(arguments: 0...3)
func contiguityIsThatOfMemoryview(ndim: Int) throws {
  let itemSize = 2
  try Interpreter.run { () throws(Failure) in
    for lengths in combinations(of: [0, 1, 2, 3], ndim) {
      for strides in combinations(of: [-2, 0, 2, 4, 6, 12, 18], ndim) {
        let grid = Grid(lengths: lengths, strides: strides, itemSize: itemSize)
        let found = grid.withLayout { [$0.isCContiguous, $0.isFContiguous] }
        let view = try memoryview(of: grid)
        let isC = try view.object.requiredAttribute("c_contiguous")
        let isF = try view.object.requiredAttribute("f_contiguous")
        let expected = try [isC.object.truth(), isF.object.truth()]
        if found != expected { Issue.record("\(grid): \(found) instead of \(expected)") }
      }
    }
  }
}

@Test(arguments: Grid.shapes)
func stridesAreFilledInAsByPython(lengths: [Int]) {
  for itemSize in Grid.itemSizes {
    let (filled, isAddressable) = stridesFilledIn(lengths, itemSize: itemSize)
    #expect(isAddressable)
    var shape = lengths
    var strides = lengths
    unsafe PyBuffer_FillContiguousStrides(
      CInt(lengths.count), &shape, &strides, CInt(itemSize), CChar(bitPattern: UInt8(ascii: "C")))
    #expect(filled == strides, "\(lengths)")
    let grid = Grid(lengths: lengths, strides: filled, itemSize: itemSize)
    #expect(grid.withLayout { $0.isCContiguous })
  }
}

private let half = 1 << 32  // two of them multiplied are 2^64

@Test(arguments: [
  ([Int.max], 1, true), ([Int.max], 2, false), ([Int.max / 16], 16, true),
  ([Int.max / 16 + 1], 16, false), ([half, half], 1, false), ([half, half / 2], 1, false),
  ([half, half / 4], 1, true), ([half, half / 4], 2, false), ([2, half / 4, half], 1, false),
  ([half, half, half, half], 8, false), ([Int.max, Int.max], 1, false),
  // A length of zero hides nothing.
  ([0, Int.max], 1, true), ([0, Int.max], 2, false), ([Int.max, 0, 2], 1, false),
  ([half, half, 0], 1, false), ([0, half, half], 1, false), ([0], 16, true),
])
func moreBytesThanAnIntHoldsAreRefused(lengths: [Int], itemSize: Int, isAddressable: Bool) {
  #expect(stridesFilledIn(lengths, itemSize: itemSize).isAddressable == isAddressable)
}

private func stridesFilledIn(
  _ lengths: [Int], itemSize: Int
) -> (strides: [Int], isAddressable: Bool) {
  // One number more, so that there is an address, and to see that nothing is written behind.
  var strides = lengths + [-1]
  let isAddressable = unsafe BufferLayout.fillStrides(
    &strides, shape: lengths + [0], ndim: lengths.count, itemSize: itemSize)
  #expect(strides.last == -1)
  return (strides.dropLast(), isAddressable)
}
