import BufferProtocol
import CPython

// `w[key] = iterable`.

extension Buffer {
  /// From an iterable, nested as deep as there are dimensions. All values are converted before the
  /// first is written: an iterator may run any code, including code that reads this memory.
  func assign(iterable value: Object) throws(Failure) {
    unsafe try withScratch(byteCount) { packed throws(Failure) in
      var next = unsafe packed
      unsafe try convert(value, dimension: 0, to: &next, of: packed)
      unsafe try pinned { elements throws(Failure) in
        unsafe typed(elements).write(packed: packed)
      }
    }
  }

  /// The items of `value`, along a dimension, to the places from `next` on, among those that begin at
  /// `start`.
  private func convert(
    _ value: Object, dimension: Int, to next: inout UnsafeMutableRawPointer,
    of start: UnsafeMutableRawPointer
  ) throws(Failure) {
    let length = layout.length(dimension)
    guard value.isIterable, !value.isString else {
      throw .value("value: \(value) is not a sequence of length \(length)")
    }
    try value.checkSamples(for: format)
    let iterator = unsafe try OwnedObject(new: PyObject_GetIter(value.pointer))
    for index in 0..<length {
      guard let item = try iterator.object.next() else {
        throw .value("value: expected \(length) items, got \(index)")
      }
      guard dimension + 1 == ndim else {
        unsafe try convert(item.object, dimension: dimension + 1, to: &next, of: start)
        continue
      }
      do throws(Failure) {
        unsafe try format.storeUnexplained(item.object, next)
      } catch {
        throw unsafe format.explained(
          error, item.object, at: .place((next - start) / format.itemSize, of: layout))
      }
      unsafe next += format.itemSize
    }
    // One extra item is enough to know; an iterator may be endless.
    guard try iterator.object.next() == nil else {
      throw .value("value: expected \(length) items, got more")
    }
  }
}

extension Object {
  /// The next item of an iterator, nil at its end (`PyIter_Next`).
  func next() throws(Failure) -> OwnedObject? {
    if let item = unsafe PyIter_Next(pointer) { return unsafe OwnedObject(owning: item) }
    guard unsafe PyErr_Occurred() == nil else { throw .pending }
    return nil
  }
}
