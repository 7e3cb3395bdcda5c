import CPython

extension ForeignBuffer {
  /// The format of the exporter's elements.
  ///
  /// - Throws: `.value` with the format, followed by `advice`, if it does not describe one element.
  @inline(__always)
  package func elementFormat(
    argument: StaticString, advice: StaticString = ""
  ) throws(Failure) -> ElementFormat {
    // Fast path: most formats are one letter, which needs no search.
    if let text = unsafe view.pointee.format, unsafe text[0] > 0, unsafe text[1] == 0,
      let format = ElementFormat(letter: unsafe UInt8(text[0])), format.itemSize == itemSize
    {
      return format
    }
    return try anyFormat(argument, advice)
  }

  /// Whether its format is that of records.
  private var hasRecords: Bool {
    guard let text = unsafe view.pointee.format else { return false }
    return unsafe text[0] == CChar(bitPattern: UInt8(ascii: "T"))
  }

  @inline(never)
  private func anyFormat(
    _ argument: StaticString, _ advice: StaticString
  ) throws(Failure) -> ElementFormat {
    // The dtype says more than the text: that of a `numpy.void` leaves out the marks of byte order,
    // without which packed fields would be read as aligned ones.
    if hasRecords, let exporter, let format = try ElementFormat(ofArray: exporter),
      format.itemSize == itemSize
    {
      return format
    }
    // No format means unsigned bytes; an exporter with larger items has made a mistake.
    let text = unsafe UnsafePointer(view.pointee.format) ?? ElementFormat.uint8.text.cString
    let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    let format = unsafe FormatText(start: bytes, count: strlen(text))
    do throws(Failure) {
      let element = unsafe try ElementFormat(parsing: format)
      if element.itemSize == itemSize, !element.isDescribed { return element }
    } catch {
      error.forget()
    }
    if let exporter, try exporter.isMisdescribedStructure() {
      throw unsafe .value(
        "\(argument): its format '\(format)' does not describe unions, bit fields, packed structures and base classes of ctypes\(advice)"
      )
    }
    do throws(Failure) {
      // Records may end in bytes that their text leaves out.
      let element = unsafe try ElementFormat.described(by: format, itemSize: itemSize)
      if element.itemSize == itemSize { return element }
    } catch {
      error.forget()
    }
    throw unsafe .value(
      "\(argument): its format '\(format)' of \(itemSize) bytes is not one element\(advice)")
  }
}
