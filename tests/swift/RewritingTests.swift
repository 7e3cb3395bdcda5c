import Testing

@testable import BufferProtocol

@Test(arguments: Grid.shapes, Grid.itemSizes)
func fillingWritesOneElementToEveryPlace(lengths: [Int], itemSize: Int) {
  let pattern = (0..<itemSize).map { UInt8(200 + $0) }
  for grid in Grid.arrangements(of: lengths, itemSize: itemSize) {
    var arena = Arena(grid)
    var expected = arena
    expected.elements = arena.elements.map { _ in pattern }
    unsafe arena.withElements { unsafe $0.fill(with: pattern) }
    #expect(arena.bytes == expected.bytes, "\(grid)")
  }
}

@Test(
  // Two are complex.
  arguments: Grid.shapes, [(1, 1), (2, 2), (3, 3), (4, 4), (8, 8), (8, 4), (16, 8)])
func swappingReversesTheBytesOfEachComponent(lengths: [Int], sizes: (item: Int, component: Int)) {
  for grid in Grid.arrangements(of: lengths, itemSize: sizes.item) {
    var arena = Arena(grid)
    var expected = arena
    expected.elements = arena.elements.map { element in
      stride(from: 0, to: sizes.item, by: sizes.component).flatMap {
        element[$0..<($0 + sizes.component)].reversed()
      }
    }
    let component = ElementSize(bytes: sizes.component)
    unsafe arena.withElements { unsafe $0.swapBytes(componentSize: component) }
    #expect(arena.bytes == expected.bytes, "\(grid)")
  }
}
