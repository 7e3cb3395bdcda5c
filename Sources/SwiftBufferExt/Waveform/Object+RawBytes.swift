import BufferProtocol
import CPython

// Raw bytes, which are not samples. A `readinto` written in Python does `b[:len(data)] = data`,
// which would turn each byte into a sample.

extension Object {
  /// Rejects raw bytes for elements of more than one byte: bytes, bytearray and mmap objects, and
  /// memoryviews of bytes. Arrays of bytes are accepted as samples.
  func checkSamples(for format: ElementFormat) throws(Failure) {
    // A Waveform of bytes is an array of them, and is often the source.
    guard format.itemSize > 1, format.kind != .bytes, isExporter, Buffer(self) == nil,
      try holdsRawBytes()
    else { return }
    throw .type(
      """
      value: \(self) is raw bytes, not samples of format '\(format)'; assign it to \
      w.cast("B")[...], or make samples of it with Waveform.from_buffer(value, "\(format)")
      """)
  }

  private func holdsRawBytes() throws(Failure) -> Bool {
    if unsafe swiftbuf_is_bytes(pointer) != 0 || swiftbuf_is_bytearray(pointer) != 0 { return true }
    guard isMemoryview else { return try isInstance(of: "mmap", in: "mmap") }
    let text = try requiredAttribute("format")
    do throws(Failure) {
      return try [.uint8, .int8, .character].contains(ElementFormat(argument: text.object).kind)
    } catch {
      error.forget()
      return false
    }
  }
}
