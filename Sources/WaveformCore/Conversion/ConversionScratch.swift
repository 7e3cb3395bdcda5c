import BufferProtocol

/// Memory for blocks that are not converted in place: slots of one size.
@unsafe
struct ConversionScratch {
  private let start: UnsafeMutableRawPointer
  private let slotBytes: Int

  /// The most numbers of a block. Numbers have at most eight bytes.
  private static var numbers: Int { 1024 }

  /// The most elements of a block, if elements have so many numbers.
  static func longest(components: Int) -> Int { unsafe numbers / components }

  /// Calls `body` with memory for the blocks of `elements` elements of at most `components` numbers.
  /// A few elements take as little as they need, which is allocated in no time.
  @inline(__always)
  static func with(
    slots: Int, elements: Int, components: Int,
    _ body: (ConversionScratch) throws(Failure) -> Void
  ) throws(Failure) {
    let slotBytes = unsafe 8 &* components &* min(elements, longest(components: components))
    unsafe try withScratch(slots &* slotBytes) { start throws(Failure) in
      unsafe try body(ConversionScratch(start: start, slotBytes: slotBytes))
    }
  }

  /// For work that needs no slots.
  static func none(_ anywhere: UnsafeMutableRawPointer) -> ConversionScratch {
    unsafe ConversionScratch(start: anywhere, slotBytes: 0)
  }

  func slot(_ index: Int) -> UnsafeMutableRawPointer { unsafe start + index &* slotBytes }

  /// The slots from one on.
  func from(_ index: Int) -> ConversionScratch {
    unsafe ConversionScratch(start: slot(index), slotBytes: slotBytes)
  }
}
