import BufferProtocol
import CPython
import WaveformCore

// `w[key] = buffer`.

extension Buffer {
  func assign(buffer value: Object) throws(Failure) {
    unsafe try value.withElements { source throws(Failure) in
      let sourceLayout = unsafe source.elements.layout
      if sourceLayout.ndim == 0 {
        let element = unsafe try source.format.load(source.elements.start)
        return try fill(element.object)
      }
      guard layout.hasSameShape(as: sourceLayout) else {
        throw .value("value: a buffer of shape \(sourceLayout) does not fit shape \(layout)")
      }
      if unsafe format.hasSameRepresentation(as: source.format) {
        unsafe try copy(source.elements)
      } else {
        unsafe try convert(source)
      }
    }
  }

  private func copy(_ source: Elements) throws(Failure) {
    let needsScratch = unsafe try pinned { elements throws(Failure) in
      unsafe source.needsScratch(to: elements) || (format.hasGaps && source.overlaps(elements))
    }
    guard needsScratch else {
      return unsafe try pinnedWithoutGIL { unsafe typed(source).copy(to: $0) }
    }
    unsafe try withScratch(byteCount) { packed throws(Failure) in
      unsafe try pinnedWithoutGIL {
        unsafe source.copy(toPacked: packed)
        unsafe typed($0).write(packed: packed)
      }
    }
  }

  /// Same results as assigning value by value from an iterable, at memory speed.
  private func convert(_ source: TypedElements) throws(Failure) {
    guard !layout.isEmpty else { return }
    let from = unsafe source.elements
    guard !format.isDescribed, unsafe !source.format.isDescribed else {
      guard unsafe !format.isNumber || format.kind == .truth || source.format.kind != .bytes
      else {
        throw unsafe .type(
          """
          value: its elements are bytes of format '\(source.format)', not samples of format \
          '\(format)'; assign them to w.cast("\(source.format)")[...]
          """)
      }
      return unsafe try convertObjects(source)
    }
    guard let conversion = unsafe Conversion(assigning: source.format, to: format) else {
      guard unsafe source.format.kind == .character, format.kind == .truth else {
        return unsafe try refuse(source, at: 0)
      }
      // Any non-empty bytes object is true.
      let isTrue = try OwnedObject(true)
      return try fill(isTrue.object)
    }
    unsafe try pinned { elements throws(Failure) in
      if let outside = unsafe try conversion.run(from: from, to: elements) {
        unsafe try refuse(source, at: outside)
      }
    }
  }

  /// Converts by a Python object for each element, if either side has strings or records.
  @inline(never)
  private func convertObjects(_ source: TypedElements) throws(Failure) {
    let layout = unsafe source.elements.layout
    unsafe try withScratch(byteCount) { packed throws(Failure) in
      for index in 0..<layout.count {
        let address = unsafe source.elements.start + layout.offset(ofElement: index)
        let element = unsafe try source.format.load(address)
        do throws(Failure) {
          unsafe try format.storeUnexplained(element.object, packed + index * format.itemSize)
        } catch {
          throw format.explained(error, element.object, at: .place(index, of: layout))
        }
        if index & 0xFFFF == 0xFFFF, PyErr_CheckSignals() != 0 { throw .pending }
      }
      unsafe try pinned { elements throws(Failure) in
        unsafe typed(elements).write(packed: packed)
      }
    }
  }

  /// Raises the error of assigning one element, given by its index in C order.
  private func refuse(_ source: TypedElements, at index: Int) throws(Failure) {
    unsafe try withScratch(format.itemSize) { pattern throws(Failure) in
      let offset = unsafe source.elements.layout.offset(ofElement: index)
      let element = unsafe try source.format.load(source.elements.start + offset)
      do throws(Failure) {
        unsafe try format.storeUnexplained(element.object, pattern)
      } catch {
        throw unsafe format.explained(
          error, element.object, at: .place(index, of: source.elements.layout))
      }
      // Another thread wrote to the source in the meantime.
      throw .value("value: element \(index) changed during the assignment")
    }
  }
}
