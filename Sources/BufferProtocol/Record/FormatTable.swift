import CPython

/// The descriptions of this process, each text once: equal formats have equal numbers.
///
/// A slot is empty or holds a description for good, which the thread that wrote it has completed.
/// There is no lock: interpreters with GILs of their own, and threads without a GIL, claim empty
/// slots by an atomic exchange (record.h). Lookups follow from slot to slot (open addressing) and
/// end at an empty one; the table is at most half full.
enum FormatTable {
  nonisolated(unsafe) private static var slots: UnsafeMutableRawPointer?
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var byteCount = 0

  private static var slotCount: Int { 2 &* FormatLimits.descriptions }

  /// The description of a number that `number(of:byteCount:)` gave.
  @inline(never)
  static func description(_ number: UInt32) -> UnsafePointer<FormatDescription> {
    let slots = unsafe swiftbuf_load_slot(&slots).unsafelyUnwrapped
    let slot = unsafe slots.assumingMemoryBound(to: UnsafeMutableRawPointer?.self) + Int(number)
    return unsafe UnsafePointer(
      swiftbuf_load_slot(slot).unsafelyUnwrapped.assumingMemoryBound(to: FormatDescription.self))
  }

  /// The number of the description with this text.
  ///
  /// - Parameter make: allocates it, if there is none yet, in `byteCount` bytes; it is freed by
  ///   `free` if another thread comes first, so it is one block of the C library.
  /// - Throws: `.memory` if there are too many; what `make` throws.
  @inline(never)
  static func number(
    of text: FormatText, byteCount size: Int,
    _ make: (_ hash: UInt) throws(Failure) -> UnsafeMutablePointer<FormatDescription>
  ) throws(Failure) -> UInt32 {
    let slots = unsafe try allSlots()
    let hash = unsafe hash(text)
    var made: UnsafeMutablePointer<FormatDescription>?
    var number = Int(truncatingIfNeeded: hash & UInt(slotCount &- 1))
    while true {
      let slot = unsafe slots + number
      if let found = unsafe swiftbuf_load_slot(slot) {
        let description = unsafe found.load(as: FormatDescription.self)
        if description.hash == hash, unsafe description.hasText(text) {
          if let made = unsafe made {
            unsafe free(made)
            give(back: size)
          }
          return UInt32(truncatingIfNeeded: number)
        }
        number = (number &+ 1) & (slotCount &- 1)
        continue
      }
      if unsafe made == nil {
        try reserve(size)
        do throws(Failure) {
          unsafe made = unsafe try make(hash)
        } catch {
          give(back: size)
          throw error
        }
      }
      if unsafe swiftbuf_claim_slot(slot, UnsafeMutableRawPointer(made)) != 0 {
        return UInt32(truncatingIfNeeded: number)
      }
    }
  }

  private static func reserve(_ size: Int) throws(Failure) {
    let wanted = unsafe swiftbuf_add(&count, 1)
    let bytes = unsafe swiftbuf_add(&byteCount, size)
    guard wanted <= FormatLimits.descriptions, bytes <= FormatLimits.bytes else {
      give(back: size)
      throw .memory(
        """
        format: this process has too many formats of records and strings, which it keeps until it \
        ends: \(FormatLimits.descriptions) of them, of \(FormatLimits.bytes) bytes, are the limit
        """)
    }
  }

  private static func give(back size: Int) {
    _ = unsafe swiftbuf_add(&count, -1)
    _ = unsafe swiftbuf_add(&byteCount, -size)
  }

  private static func allSlots() throws(Failure)
    -> UnsafeMutablePointer<UnsafeMutableRawPointer?>
  {
    if unsafe swiftbuf_load_slot(&slots) == nil {
      let size = unsafe slotCount &* MemoryLayout<UnsafeMutableRawPointer?>.stride
      guard let fresh = unsafe calloc(1, size) else { throw .noMemory(size) }
      if unsafe swiftbuf_claim_slot(&slots, fresh) == 0 { unsafe free(fresh) }
    }
    let start = unsafe swiftbuf_load_slot(&slots).unsafelyUnwrapped
    return unsafe start.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
  }

  /// FNV-1a.
  private static func hash(_ text: FormatText) -> UInt {
    var hash: UInt = 0xCBF2_9CE4_8422_2325
    for index in 0..<text.count {
      hash = (hash ^ UInt(unsafe text[index])) &* 0x100_0000_01B3
    }
    return hash ^ (hash >> 32)
  }
}

extension FormatDescription {
  fileprivate func hasText(_ text: FormatText) -> Bool {
    guard textCount == text.count, let start = text.baseAddress else { return false }
    return unsafe memcmp(self.text, start, textCount) == 0
  }
}
