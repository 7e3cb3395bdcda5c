import Testing

@testable import BufferProtocol

/// Grids of one shape that lie in each other, beside each other and apart.
private let grids = [[5], [3, 2], [2, 0]].flatMap { lengths in
  Grid.arrangements(of: lengths, itemSize: 2)
}

@Test func elementsOverlapIfTheirExtentsDo() {
  for left in grids {
    for right in grids where left.lengths == right.lengths {
      for distance in stride(from: -40, through: 40, by: 5) {
        check(left, right, distance)
      }
    }
  }
}

private func check(_ left: Grid, _ right: Grid, _ distance: Int) {
  let leftBytes = left.bytes
  let rightBytes = right.bytes.map { $0 + distance }
  let meet =
    if let leftLow = leftBytes.min(), let leftHigh = leftBytes.max(),
      let rightLow = rightBytes.min(), let rightHigh = rightBytes.max()
    {
      leftLow <= rightHigh && rightLow <= leftHigh
    } else {
      false
    }
  // Nobody reads or writes here.
  let place = unsafe UnsafeMutableRawPointer(bitPattern: 1 << 20).unsafelyUnwrapped
  left.withLayout { leftLayout in
    right.withLayout { rightLayout in
      let source = unsafe Elements(start: place, layout: leftLayout)
      let target = unsafe Elements(start: place + distance, layout: rightLayout)
      let overlaps = unsafe source.overlaps(target)
      if overlaps != meet { Issue.record("\(left) and \(right), \(distance) further") }
      let needsScratch = unsafe source.needsScratch(to: target)
      let isMemmove = leftLayout.isCContiguous && rightLayout.isCContiguous
      if needsScratch != (meet && !isMemmove) { Issue.record("\(left) to \(right), \(distance)") }
    }
  }
}

@Test func spansAreTheBytesThatElementsTouch() {
  for grid in grids where !grid.bytes.isEmpty {
    var arena = Arena(grid)
    unsafe arena.withElements { elements in
      let start = unsafe Int(bitPattern: elements.start)
      let span = unsafe elements.span
      #expect(Int(span.lowerBound) - start == grid.bytes.min())
      #expect(Int(span.upperBound) - start - 1 == grid.bytes.max())
    }
  }
}
