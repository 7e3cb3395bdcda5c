import Testing

@testable import BufferProtocol
@testable import WaveformCore

/// Values of one format in memory.
private struct Values {
  let format: ElementFormat
  var arena: Arena

  /// What `struct` packs of a list of Python values, with `gap` bytes after each.
  init(_ values: String, as format: String, gap: Int) throws(Failure) {
    let packed = try Python.bytes(
      "b''.join(struct.pack('\(format)', value) for value in [\(values)])")
    self.format = try ElementFormat(format.utf8)
    let size = self.format.itemSize
    let count = packed.count / size
    arena = Arena(Grid(lengths: [count], strides: [size + gap], itemSize: size))
    arena.elements = (0..<count).map { Array(packed[($0 * size)...].prefix(size)) }
  }
}

extension Arena {
  fileprivate mutating func isEqual(
    _ format: ElementFormat, to other: inout Arena, _ otherFormat: ElementFormat
  ) throws(Failure) -> Bool {
    let result = unsafe withElements { elements in
      unsafe other.withElements { otherElements in
        Swift.Result { () throws(Failure) in
          let left = unsafe TypedElements(elements: elements, format: format)
          let right = unsafe TypedElements(elements: otherElements, format: otherFormat)
          return unsafe try left.isEqual(to: right)
        }
      }
    }
    return try result.get()
  }
}

@Test(arguments: [
  ("h", "1, -2", "h", "1, -2"), ("h", "1, -2", ">h", "1, -2"), ("h", "1, -2", "q", "1, -2"),
  ("l", "5, -5", "q", "5, -5"), (">q", "-7", "l", "-7"), ("b", "-1", "B", "255"),
  ("h", "1, 2", "h", "1, 3"), (">h", "1, 2", ">h", "2, 2"), (">h", "256", "h", "1"),
  ("B", "1, 0", "?", "True, False"), ("c", "b'a'", "B", "97"), ("c", "b'a'", "c", "b'a'"),
  ("d", "0.0, 1.5", "d", "-0.0, 1.5"), ("e", "0.0", ">e", "-0.0"), ("f", "0.5", "d", "0.5"),
  ("d", "float('nan')", "d", "float('nan')"), ("f", "float('nan')", ">f", "float('nan')"),
  ("e", "float('nan')", "e", "float('nan')"), ("e", "float('inf')", "d", "float('inf')"),
  ("q", "2**53 + 1", "d", "2.0**53"), ("Q", "2**64 - 1", "d", "2.0**64"), ("i", "3", "f", "3.0"),
  ("h", "", "d", ""),
])
func valuesAreEqualAsInPython(
  leftFormat: String, left: String, rightFormat: String, right: String
) throws {
  try Interpreter.run { () throws(Failure) in
    let expected = try Python.repr(
      """
      all(a == b for a, b in zip(
        [struct.unpack('\(leftFormat)', struct.pack('\(leftFormat)', v))[0] for v in [\(left)]],
        [struct.unpack('\(rightFormat)', struct.pack('\(rightFormat)', v))[0] for v in [\(right)]]))
      """)
    var left = try Values(left, as: leftFormat, gap: 3)
    var right = try Values(right, as: rightFormat, gap: 0)
    let found = try left.arena.isEqual(left.format, to: &right.arena, right.format)
    let reversed = try right.arena.isEqual(right.format, to: &left.arena, left.format)
    #expect((found ? "True" : "False") == expected)
    #expect(reversed == found)
  }
}

@Test(arguments: [[], [5], [3, 4], [2, 3, 4]], ["h", ">h"])
func oneElementThatDiffersIsFoundWhereverItIs(lengths: [Int], format: String) throws {
  let grids = Grid.arrangements(of: lengths, itemSize: 2)
  let native = try ElementFormat("h".utf8)
  let otherFormat = try ElementFormat(format.utf8)
  try Interpreter.run { () throws(Failure) in
    for (index, grid) in grids.enumerated() where index % 5 == 0 {
      var left = Arena(grid)
      var right = Arena(grids[(index + 7) % grids.count], seed: 1)
      let elements = left.elements.map { format == "h" ? $0 : $0.reversed() }
      right.elements = elements
      let areEqual = try left.isEqual(native, to: &right, otherFormat)
      #expect(areEqual, "\(grid)")
      for place in elements.indices {
        right.elements = elements
        right.elements[place][0] ^= 1
        let areEqual = try left.isEqual(native, to: &right, otherFormat)
        if areEqual { Issue.record("element \(place) of \(grid)") }
      }
    }
  }
}

/// So much is compared without the GIL.
@Test func muchMemory() throws {
  let format = try ElementFormat("i".utf8)
  let count = bytesWorthReleasingTheGIL / 4
  var left = Arena(Grid(lengths: [count], strides: [4], itemSize: 4))
  var right = left
  try Interpreter.run { () throws(Failure) in
    let areEqual = try left.isEqual(format, to: &right, format)
    #expect(areEqual)
    unsafe right.withElements { elements in
      let last = unsafe elements.start + (4 * count - 1)
      unsafe last.storeBytes(of: ~last.load(as: UInt8.self), as: UInt8.self)
    }
    let areStillEqual = try left.isEqual(format, to: &right, format)
    #expect(!areStillEqual)
  }
}
