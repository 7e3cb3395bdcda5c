import BufferProtocol

// The checks of `from_buffer`, which all sources of samples must pass.

extension ForeignBuffer {
  /// Rejects elements that are addresses, whatever format is requested: writing to their bytes
  /// would make them point anywhere.
  @inline(never)
  func checkNotPointers(_ argument: StaticString = "source") throws(Failure) {
    guard let pointers = unsafe pointers else { return }
    switch unsafe pointers.kind {
    case .objects:
      throw unsafe .value(
        "\(argument): its format '\(pointers.format)' is not one element but a Python object")
    case .addresses:
      throw unsafe .value(
        """
        \(argument): its format '\(pointers.format)' is not one element but a pointer; an array of what a pointer p \
        points to is ctypes.cast(p, ctypes.POINTER(ctypes.c_int16 * n)).contents
        """)
    }
  }

  /// The format of a source whose elements are taken as they are.
  @inline(never)
  func sourceFormat(
    _ argument: StaticString = "source"
  ) throws(Failure) -> ElementFormat {
    // An export of 24-bit samples says only that they are three bytes; a Waveform knows its format.
    if itemSize == 3, let exporter, let buffer = Buffer(exporter),
      unsafe buffer.isFormat(of: view)
    {
      return buffer.format
    }
    return try elementFormat(argument: argument, advice: "; format=\"B\" reads its bytes")
  }

  /// The same where nothing else tells three bytes from a 24-bit sample.
  ///
  /// - Throws: `.value` for elements of three bytes of any meaning.
  @inline(never)
  func unambiguousFormat() throws(Failure) -> ElementFormat {
    let format = try sourceFormat()
    guard itemSize == 3, format.kind == .bytes else { return format }
    throw .value(
      """
      source: its format '\(format)' of 3 bytes is not one element; format="i3" or "u3" reads \
      24-bit samples, "3s" or "B" bytes
      """)
  }

  func checkStructure(_ argument: StaticString = "source") throws(Failure) {
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value(
        "\(argument): \(ndim) dimensions, more than \(BufferLayout.maximumDimensions)")
    }
    guard hasPossibleShape else {
      throw .buffer("\(argument): invalid shape")
    }
    guard let suboffsets = unsafe view.pointee.suboffsets else { return }
    // "If all suboffsets are negative (i.e. no de-referencing is needed), then this field must be
    // NULL": not every exporter complies.
    for dimension in 0..<ndim where unsafe suboffsets[dimension] >= 0 {
      throw .buffer("\(argument): buffers with suboffsets are not supported")
    }
  }
}
