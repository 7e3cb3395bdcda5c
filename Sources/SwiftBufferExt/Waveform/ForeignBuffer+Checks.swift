import BufferProtocol

// What a source may be: the checks of `from_buffer`, which all sources of samples pass.

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

  @inline(never)
  func sourceFormat(
    _ argument: StaticString = "source"
  ) throws(Failure) -> ElementFormat {
    if hasRecords { return try recordFormat(argument) }
    if itemSize == 3 { return try format24(argument) }
    return try elementFormat(argument: argument, advice: "; format=\"B\" reads its bytes")
  }

  /// An export of 24-bit samples says only that they are three bytes; a Waveform knows its format.
  @inline(never)
  private func format24(_ argument: StaticString) throws(Failure) -> ElementFormat {
    if let exporter, let buffer = Buffer(exporter), unsafe buffer.isFormat(of: view) {
      return buffer.format
    }
    let format = try elementFormat(argument: argument, advice: Self.advice24)
    // Three characters have the same format.
    guard format.kind == .bytes else { return format }
    throw .value(
      "\(argument): its format '\(format)' of 3 bytes is not one element\(Self.advice24)")
  }

  private static var advice24: StaticString {
    "; format=\"i3\" or \"u3\" reads 24-bit samples, \"3s\" or \"B\" bytes"
  }

  /// The dtype of a NumPy array says more than the text of its export.
  @inline(never)
  private func recordFormat(_ argument: StaticString) throws(Failure) -> ElementFormat {
    if let exporter, let format = try ElementFormat(ofArray: exporter, ElementFormat.simple),
      format.itemSize == itemSize
    {
      return format
    }
    return try elementFormat(argument: argument, advice: "; format=\"B\" reads its bytes")
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
