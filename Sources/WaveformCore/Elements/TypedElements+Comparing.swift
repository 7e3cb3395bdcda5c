import BufferProtocol
import CPython

extension TypedElements {
  /// Whether all elements equal those of `other`, which has the same shape, by value: NaN differs
  /// from itself, -0.0 equals 0.0, any byte except zero is true. The caller has pinned both; large
  /// memory is compared without the GIL.
  package func isEqual(to other: TypedElements) throws(Failure) -> Bool {
    guard unsafe !elements.layout.isEmpty else { return true }
    guard unsafe !format.isDescribed, unsafe !other.format.isDescribed else {
      return unsafe try isEqualDescribed(to: other)
    }
    // A bytes object equals no number.
    let isCharacter = unsafe format.kind == .character
    guard unsafe isCharacter == (other.format.kind == .character) else { return false }
    if let answer = unsafe isEqualInPlace(to: other) { return answer }
    return unsafe try Comparer(self, other).areEqual()
  }

  /// The same for a few packed elements of one format, which are compared as they are: setting up a
  /// `Comparer` takes longer than that. nil for all others.
  private func isEqualInPlace(to other: TypedElements) -> Bool? {
    let (left, right) = unsafe (elements, other.elements)
    let byteCount = unsafe left.layout.byteCount
    guard unsafe format.hasSameRepresentation(as: other.format),
      byteCount < bytesWorthReleasingTheGIL,
      unsafe left.layout.isCContiguous && right.layout.isCContiguous
    else { return nil }
    let numbers = unsafe Numbers(format)
    switch (numbers.number, numbers.encoding) {
    case (_, .truth), (.half, _), (.float, .swapped), (.double, .swapped): return nil
    case (.float, _):
      return unsafe swiftbuf_equal_floats(left.start, right.start, byteCount / 4) != 0
    case (.double, _):
      return unsafe swiftbuf_equal_doubles(left.start, right.start, byteCount / 8) != 0
    case (.int8, _), (.uint8, _), (.int16, _), (.uint16, _), (.int32, _), (.uint32, _), (.int64, _),
      (.uint64, _):
      // Equal integers have equal bytes, in either order.
      return unsafe memcmp(left.start, right.start, byteCount) == 0
    }
  }
}

extension TypedElements {
  /// The same where one has strings or records: by their bytes and fields if the formats are the
  /// same, else by the objects of each two elements.
  private func isEqualDescribed(to other: TypedElements) throws(Failure) -> Bool {
    // Python may warn of comparing bytes with a number (`python -b`).
    guard unsafe !(format.kind == .bytes && other.format.isNumber),
      unsafe !(other.format.kind == .bytes && format.isNumber)
    else { return false }
    let (start, otherStart) = unsafe (elements.start, other.elements.start)
    let hasSameFormat = unsafe format.hasSameRepresentation(as: other.format)
    var isEqual = true
    var count = 0
    unsafe try elements.layout.forEachRun(with: other.elements.layout) {
      (run, otherRun, length) throws(Failure) in
      for index in 0..<length {
        guard isEqual else { return }
        let element = unsafe start + run.offset + index &* run.stride
        let otherElement = unsafe otherStart + otherRun.offset + index &* otherRun.stride
        if hasSameFormat {
          isEqual = unsafe format.areEqual(element, otherElement)
        } else {
          let value = unsafe try format.load(element)
          let otherValue = unsafe try other.format.load(otherElement)
          isEqual = try value.object.isEqual(to: otherValue.object)
        }
        count &+= 1
        if count & 0xFFFF == 0, PyErr_CheckSignals() != 0 { throw .pending }
      }
    }
    return isEqual
  }
}

extension Object {
  /// `left == right` (`PyObject_RichCompareBool`, which treats identical objects as equal; no NaN
  /// here is ever the same object twice, because every element is read anew).
  package func isEqual(to other: Object) throws(Failure) -> Bool {
    let answer = unsafe PyObject_RichCompareBool(pointer, other.pointer, Py_EQ)
    guard answer >= 0 else { throw .pending }
    return answer == 1
  }
}
