import Testing

@testable import BufferProtocol

/// The places of the elements of all runs, one array a run.
private func runs(_ grid: Grid) -> [[Int]] {
  var runs: [[Int]] = []
  grid.withLayout {
    $0.forEachRun { run, count in
      runs.append((0..<count).map { run.offset + $0 * run.stride })
    }
  }
  return runs
}

/// How many elements, counted by whole dimensions from the last on, lie at one distance from each
/// other: the longest run that the layout allows.
private func longestRun(_ grid: Grid) -> Int {
  grid.lengths.indices.reversed().map { first in
    Grid(
      lengths: Array(grid.lengths[first...]), strides: Array(grid.strides[first...]),
      itemSize: grid.itemSize
    ).offsets
  }.prefix { offsets in
    zip(offsets, offsets.dropFirst()).allSatisfy { $1 - $0 == offsets[1] - offsets[0] }
  }.last?.count ?? 1
}

@Test(arguments: Grid.shapes)
func runsAreAllElementsInCOrder(lengths: [Int]) {
  for grid in Grid.arrangements(of: lengths, itemSize: 2) {
    #expect(runs(grid).flatMap(\.self) == grid.offsets, "\(grid)")
  }
}

@Test(arguments: Grid.shapes.filter { !$0.contains(1) && !$0.contains(0) })
func runsAreAsLongAsTheLayoutAllows(lengths: [Int]) {
  for grid in Grid.arrangements(of: lengths, itemSize: 2) {
    let longest = longestRun(grid)
    #expect(runs(grid).allSatisfy { $0.count == longest }, "\(grid)")
  }
}

@Test(arguments: Grid.shapes.filter { !$0.contains(0) })
func whatIsContiguousIsOneRun(lengths: [Int]) {
  var stride = 8
  let strides = lengths.reversed().map { length in
    defer { stride *= length }
    return stride
  }
  let grid = Grid(lengths: lengths, strides: strides.reversed(), itemSize: 8)
  #expect(runs(grid) == [grid.offsets])
}

@Test(arguments: [[0], [2, 0, 3], [0, 1 << 20], [1 << 20, 0]])
func withoutElementsThereIsNoRun(lengths: [Int]) {
  let grid = Grid(lengths: lengths, strides: lengths.map { _ in 1 }, itemSize: 1)
  var isCalled = false
  grid.withLayout { $0.forEachRun { _, _ in isCalled = true } }
  #expect(!isCalled)
}

@Test func sixtyFourDimensions() {
  let lengths = Array(repeating: 1, count: 63) + [2]
  let grid = Grid(lengths: lengths, strides: Array(repeating: 24, count: 64), itemSize: 8)
  #expect(runs(grid).flatMap(\.self) == [0, 24])
}

@Test(arguments: Grid.shapes)
func twoLayoutsOfOneShapeAreWalkedSideBySide(lengths: [Int]) {
  let grids = Grid.arrangements(of: lengths, itemSize: 2)
  let others = Grid.arrangements(of: lengths, itemSize: 8)
  for (index, grid) in grids.enumerated() {
    for step in [0, 1, 5, 11] {
      let other = others[(index + step) % others.count]
      var offsets: [Int] = []
      var otherOffsets: [Int] = []
      grid.withLayout { layout in
        other.withLayout { otherLayout in
          layout.forEachRun(with: otherLayout) { run, otherRun, count in
            offsets += (0..<count).map { run.offset + $0 * run.stride }
            otherOffsets += (0..<count).map { otherRun.offset + $0 * otherRun.stride }
          }
        }
      }
      #expect(offsets == grid.offsets, "\(grid), beside \(other)")
      #expect(otherOffsets == other.offsets, "\(other), beside \(grid)")
    }
  }
}

@Test func anErrorEndsTheWalk() {
  struct Stop: Error, Equatable {}
  var count = 0
  Grid(lengths: [3, 2], strides: [5, 1], itemSize: 1).withLayout { layout in
    #expect(throws: Stop()) {
      try layout.forEachRun { _, _ throws(Stop) in
        count += 1
        if count == 2 { throw Stop() }
      }
    }
  }
  #expect(count == 2)
}
