import BufferProtocol
import CPython
import WaveformCore

// `w == other`, `value in w`.

/// Compares values, whatever the formats, as `memoryview` does. Returns NotImplemented if the other
/// object is not a buffer.
func waveformCompare(
  _ self: PyObjectPointer?, _ other: PyObjectPointer?, _ operation: CInt
) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    guard operation == Py_EQ || operation == Py_NE else { return .notImplemented }
    let buffer = unsafe Buffer(slot: self)
    let other = unsafe Object(other.unsafelyUnwrapped)
    guard let isEqual = try buffer.isEqual(to: other) else { return .notImplemented }
    return try OwnedObject(isEqual == (operation == Py_EQ))
  }
}

func waveformContains(_ self: PyObjectPointer?, _ value: PyObjectPointer?) -> CInt {
  var answer: CInt = 0
  let status = returningStatus { () throws(Failure) in
    let buffer = unsafe Buffer(slot: self)
    try buffer.check()
    let value = unsafe Object(value.unsafelyUnwrapped)
    answer =
      unsafe try buffer.pinned { elements throws(Failure) in
        unsafe try buffer.contains(value, elements)
      } ? 1 : 0
  }
  return status == 0 ? answer : -1
}

extension Buffer {
  /// nil if `other` cannot be compared with it.
  fileprivate func isEqual(to other: Object) throws(Failure) -> Bool? {
    if object === other, isReleased { return true }
    guard other.isExporter else { return nil }
    // A released object equals only itself.
    guard !isReleased else { return false }
    if let buffer = Buffer(other), buffer.isReleased { return false }
    return unsafe try pinned { elements throws(Failure) -> Bool? in
      let own = unsafe typed(elements)
      var isShown = false
      do throws(Failure) {
        return unsafe try other.withElements { other throws(Failure) in
          isShown = true
          guard unsafe layout.hasSameShape(as: other.elements.layout) else { return false }
          return unsafe try own.isEqual(to: other)
        }
      } catch {
        // A format that cannot be read is not equal; an object without a buffer is not compared.
        let isUnreadable = error.kind == .value
        guard !isShown, Failure.forget(.value) || Failure.forget(.buffer) || Failure.forget(.type)
        else { throw error }
        return isUnreadable ? false : nil
      }
    }
  }

  /// Whether any element equals `value`, in any number of dimensions.
  fileprivate func contains(_ value: Object, _ elements: Elements) throws(Failure) -> Bool {
    // Comparing a bytes object may emit a warning (`python -b`).
    if format.kind != .character, !format.isDescribed, let number = value.searchValue {
      return unsafe try typed(elements).contains(number)
    }
    if format.isRecord, try value.isRecordOfNumPy() {
      do throws(Failure) {
        let record = unsafe try value.withElements { source throws(Failure) in
          unsafe try source.format.load(source.elements.start)
        }
        return unsafe try containsObject(record.object, elements)
      } catch {
        // No record is equal to what cannot be read.
        guard error.kind == .value, Failure.forget(.value) else { throw error }
        return false
      }
    }
    return unsafe try containsObject(value, elements)
  }

  private func containsObject(_ value: Object, _ elements: Elements) throws(Failure) -> Bool {
    var found = false
    try layout.forEachRun { (run, count) throws(Failure) in
      for index in 0..<count {
        guard !found else { return }
        let element = unsafe try format.load(elements.start + run.offset + index * run.stride)
        found = try element.object.isEqual(to: value)
      }
    }
    return found
  }
}

extension Object {
  /// Its value if it is exactly one of Python's number types, whose comparison runs no other code;
  /// nil also for an int of more than 64 bits.
  fileprivate var searchValue: SearchValue? {
    if let value = plainIndex { return SearchValue(Int64(value)) }
    if unsafe swiftbuf_is_bool(pointer) != 0 {
      return SearchValue(Int64(unsafe PyLong_AsSsize_t(pointer)))
    }
    if unsafe swiftbuf_is_exact_float(pointer) != 0 {
      return SearchValue(unsafe PyFloat_AsDouble(pointer))
    }
    guard unsafe swiftbuf_is_exact_complex(pointer) != 0 else { return nil }
    return SearchValue(
      unsafe PyComplex_RealAsDouble(pointer), unsafe PyComplex_ImagAsDouble(pointer))
  }
}
