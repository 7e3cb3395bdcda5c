import CPython
import Testing

@testable import BufferProtocol

// Blocks are made and freed with the GIL, which guards the pool of small ones.

private let sizes = [
  0, 1, 63, 64, 65, BlockPool.largest, BlockPool.largest + 1, 4095, Block.pagesFrom - 1,
  Block.pagesFrom, Block.pagesFrom + 1, Block.hugePagesFrom - 1, Block.hugePagesFrom,
  Block.hugePagesFrom + 4097,
]

@Test(arguments: sizes, [false, true])
func blocksAreAlignedAndMayBeWrittenToTheirEnd(byteCount: Int, zeroed: Bool) throws {
  try Interpreter.run { () throws(Failure) in
    let block = try Block(byteCount, zeroed: zeroed)
    #expect(UInt(bitPattern: block.start) % 64 == 0)
    unsafe memset(block.start, 0xA5, byteCount)
    block.free()
  }
}

/// Twice, as the second block is likely to be where the first was.
@Test(arguments: sizes)
func zeroedBlocksAreZero(byteCount: Int) throws {
  try Interpreter.run { () throws(Failure) in
    for _ in 0..<2 {
      let block = try Block(byteCount, zeroed: true)
      #expect(
        unsafe UnsafeRawBufferPointer(start: block.start, count: byteCount).allSatisfy { $0 == 0 })
      unsafe memset(block.start, 0xA5, byteCount)
      block.free()
    }
  }
}

/// More of each size than a slab has cells for, given back in another order than they were taken.
@Test(arguments: [1, 64, 65, 1000, BlockPool.largest])
func blocksOfOneSizeDoNotMeet(byteCount: Int) throws {
  try Interpreter.run { () throws(Failure) in
    var blocks: [(block: Block, mark: UInt8)] = []
    for round in 0..<2000 {
      let mark = UInt8(truncatingIfNeeded: round)
      let block = try Block(byteCount, zeroed: false)
      unsafe memset(block.start, CInt(mark), byteCount)
      blocks.append((block, mark))
      guard round % 3 == 0 else { continue }
      let (old, oldMark) = blocks.remove(at: round * 7 % blocks.count)
      let bytes = unsafe UnsafeRawBufferPointer(start: old.start, count: byteCount)
      #expect(unsafe bytes.allSatisfy { $0 == oldMark })
      old.free()
    }
    for (block, mark) in blocks {
      let bytes = unsafe UnsafeRawBufferPointer(start: block.start, count: byteCount)
      #expect(unsafe bytes.allSatisfy { $0 == mark })
      block.free()
    }
  }
}

@Test func emptyBlocksHaveAddressesOfTheirOwn() throws {
  try Interpreter.run { () throws(Failure) in
    let first = try Block(0, zeroed: true)
    let second = try Block(0, zeroed: true)
    #expect(unsafe first.start != second.start)
    first.free()
    second.free()
  }
}

@Test func zerosFromTheKernelStartAtAPage() throws {
  try Interpreter.run { () throws(Failure) in
    let block = try Block(Block.pagesFrom, zeroed: true)
    #expect(UInt(bitPattern: block.start) % UInt(Mapping.pageSize) == 0)
    block.free()
  }
}

@Test(arguments: [Int.max, Int.max / 2])
func moreMemoryThanThereIsIsAMemoryError(byteCount: Int) {
  let exception = raised { () throws(Failure) in
    _ = try Block(byteCount, zeroed: false)
  }
  #expect(exception == Raised(type: "MemoryError", text: "cannot allocate \(byteCount) bytes"))
}

@Test func scratchMemoryReturnsWhatItsBodyDoes() throws {
  let number = unsafe try Interpreter.run { () throws(Failure) in
    unsafe try withScratch(8) { scratch throws(Failure) in
      unsafe scratch.storeBytes(of: 42, as: Int.self)
      return unsafe scratch.load(as: Int.self)
    }
  }
  #expect(number == 42)
  let exception = raised { () throws(Failure) in
    unsafe try withScratch(8) { _ throws(Failure) in throw .index("from inside") }
  }
  #expect(exception == Raised(type: "IndexError", text: "from inside"))
}
