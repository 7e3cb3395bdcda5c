import Testing

@testable import BufferProtocol

@Test(arguments: Grid.shapes, Grid.itemSizes)
func copyingMovesEachElementAndNothingElse(lengths: [Int], itemSize: Int) {
  let grids = Grid.arrangements(of: lengths, itemSize: itemSize)
  for (index, grid) in grids.enumerated() {
    for step in [0, 7] {
      var source = Arena(grid)
      var target = Arena(grids[(index + step) % grids.count], seed: 1)
      let untouched = source.bytes
      var expected = target
      expected.elements = source.elements
      unsafe source.withElements { source in
        unsafe target.withElements { unsafe source.copy(to: $0) }
      }
      #expect(target.bytes == expected.bytes, "\(grid) to \(target.grid)")
      #expect(source.bytes == untouched)
    }
  }
}

@Test(arguments: Grid.shapes, Grid.itemSizes)
func packingAndUnpacking(lengths: [Int], itemSize: Int) {
  for grid in Grid.arrangements(of: lengths, itemSize: itemSize) {
    var arena = Arena(grid)
    let packed = arena.elements.flatMap(\.self)
    var found = Array(repeating: UInt8(0xA5), count: packed.count + 1)
    unsafe arena.withElements { unsafe $0.copy(toPacked: &found) }
    #expect(found == packed + [0xA5], "\(grid)")

    var expected = arena
    expected.elements = arena.elements.reversed()
    let reversed = expected.elements.flatMap(\.self)
    unsafe arena.withElements { unsafe $0.copy(fromPacked: reversed) }
    #expect(arena.bytes == expected.bytes, "\(grid)")
  }
}

/// One element may stand for many, as in NumPy's `broadcast_to`.
@Test(arguments: Grid.itemSizes)
func aSourceMayRepeatElements(itemSize: Int) {
  for strides in [[0, 0], [0, itemSize], [itemSize, 0]] {
    var source = Arena(Grid(lengths: [3, 2], strides: strides, itemSize: itemSize))
    let packed = source.elements.flatMap(\.self)
    var found = packed.map { ~$0 }
    unsafe source.withElements { unsafe $0.copy(toPacked: &found) }
    #expect(found == packed)
  }
}

@Test(arguments: [-5, -1, 0, 1, 5])
func contiguousElementsAreCopiedWithinTheirMemory(distance: Int) {
  let grid = Grid(lengths: [2, 4], strides: [8, 2], itemSize: 2)
  var arena = Arena(grid)
  let source = arena.elements.flatMap(\.self)
  var expected = arena.bytes
  let start = arena.start + distance
  expected.replaceSubrange(start..<(start + source.count), with: source)
  unsafe arena.withElements { elements in
    let target = unsafe Elements(start: elements.start + distance, layout: elements.layout)
    let needsScratch = unsafe elements.needsScratch(to: target)
    #expect(!needsScratch)
    unsafe elements.copy(to: target)
  }
  #expect(arena.bytes == expected)
}

@Test(arguments: Grid.shapes)
func reversedDimensionsAreFortranOrder(lengths: [Int]) {
  for grid in Grid.arrangements(of: lengths, itemSize: 2) {
    var arena = Arena(grid)
    let reversed = Grid(
      lengths: grid.lengths.reversed(), strides: grid.strides.reversed(), itemSize: 2)
    var packed = Array(repeating: UInt8(0), count: 2 * reversed.offsets.count + 1)
    unsafe arena.withElements { elements in
      unsafe elements.withReversedDimensions { unsafe $0.copy(toPacked: &packed) }
    }
    let expected = reversed.offsets.flatMap { arena.bytes[(arena.start + $0)...].prefix(2) }
    #expect(packed.dropLast() == expected[...], "\(grid)")
  }
}
