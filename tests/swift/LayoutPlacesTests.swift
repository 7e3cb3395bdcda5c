import Testing

@testable import BufferProtocol

@Test(arguments: Grid.shapes)
func placesAreThoseOfTheDefinition(lengths: [Int]) {
  for grid in Grid.arrangements(of: lengths, itemSize: 4) {
    let offsets = grid.offsets
    grid.withLayout { layout in
      #expect(layout.count == offsets.count)
      #expect(layout.isEmpty == offsets.isEmpty)
      #expect(layout.byteCount == 4 * offsets.count)
      let bytes = grid.bytes
      let extent = bytes.min().map { $0..<((bytes.max() ?? $0) + 1) }
      #expect(layout.extent == extent ?? 0..<0, "\(grid)")
    }
  }
}

@Test func indicesCountFromTheEndWhereNegative() {
  Grid(lengths: [3, 0], strides: [-10, 7], itemSize: 2).withLayout { layout in
    #expect((-4...3).map { layout.offset(of: $0, in: 0) } == [nil, 0, -10, -20, 0, -10, -20, nil])
    #expect((-1...0).map { layout.offset(of: $0, in: 1) } == [nil, nil])
    for far in [Int.min, Int.max] { #expect(layout.offset(of: far, in: 0) == nil) }
  }
}

/// An exporter may give strides that reach out of all memory. They must not trap here.
@Test(arguments: [Int.max, Int.min, Int.max / 2 + 1])
func stridesThatOverflow(stride: Int) {
  Grid(lengths: [3, 3], strides: [stride, stride], itemSize: 8).withLayout { layout in
    #expect(layout.offset(of: 2, in: 1) == 2 &* stride)
    _ = layout.extent
    _ = layout.isCContiguous
    _ = layout.isFContiguous
    var count = 0
    layout.forEachRun { count += $1 }
    #expect(count == 9)
  }
}

/// ctypes exports such a shape: `(c_byte * 0 * 2**62 * 4)()`.
@Test func nothingIsNothingHoweverManyRowsOfItThereAre() {
  let grid = Grid(lengths: [4, 1 << 62, 0], strides: [0, 0, 1], itemSize: 1)
  grid.withLayout { layout in
    #expect(layout.count == 0)
    #expect(layout.byteCount == 0)
    #expect(layout.extent == 0..<0)
    #expect(layout.isCContiguous && layout.isFContiguous)
  }
}

@Test(arguments: [
  ([], [], true), ([3], [3], true), ([3], [4], false), ([3], [3, 1], false), ([], [1], false),
  ([2, 0, 5], [2, 0, 7], true), ([2, 0, 5], [3, 0, 5], false), ([2, 5, 0], [2, 7, 0], false),
])
func whatComesAfterALengthOfZeroDoesNotCount(left: [Int], right: [Int], areSame: Bool) {
  let left = Grid(lengths: left, strides: left, itemSize: 1)
  let right = Grid(lengths: right, strides: right, itemSize: 8)
  left.withLayout { left in
    right.withLayout { right in
      #expect(left.hasSameShape(as: right) == areSame)
      #expect(right.hasSameShape(as: left) == areSame)
    }
  }
}
