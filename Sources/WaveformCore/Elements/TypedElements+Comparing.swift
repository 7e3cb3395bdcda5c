import BufferProtocol
import CPython

// Equality of values. Bytes alone do not decide: NaN differs from itself, -0.0 equals 0.0, any byte
// but zero is true.

extension TypedElements {
  /// Whether all elements equal those of `other`, which has the same shape. Formats of one
  /// representation are compared in Swift, much memory without the GIL, so the caller has pinned
  /// both; others as the Python objects they read as, which can raise.
  package func isEqual(to other: TypedElements) throws(Failure) -> Bool {
    guard unsafe format.hasSameRepresentation(as: other.format) else {
      return unsafe try isEqualByValue(other)
    }
    let compare = unsafe CompareElements(left: self, right: other)
    guard unsafe elements.layout.byteCount >= bytesWorthReleasingTheGIL else {
      return unsafe try format.kind.visit(compare)
    }
    // It never fails, so there is no exception to set without the GIL.
    return try withoutGIL { () throws(Failure) in unsafe try format.kind.visit(compare) }
  }

  private func isEqualByValue(_ other: TypedElements) throws(Failure) -> Bool {
    unsafe try isEqual(to: other) { (left, right, run, otherRun, count) throws(Failure) in
      for index in 0..<count {
        let value = unsafe try format.load(left + index * run.stride)
        let otherValue = unsafe try other.format.load(right + index * otherRun.stride)
        guard try value.object.isEqual(to: otherValue.object) else { return false }
      }
      return true
    }
  }

  /// Whether `compare` says yes to every run, up to the first no.
  fileprivate func isEqual(
    to other: TypedElements,
    _ compare: (UnsafeRawPointer, UnsafeRawPointer, Run, Run, Int) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    var isEqual = true
    unsafe try elements.layout.forEachRun(with: other.elements.layout) {
      (run, otherRun, count) throws(Failure) in
      guard isEqual else { return }
      isEqual = unsafe try compare(
        UnsafeRawPointer(elements.start) + run.offset,
        UnsafeRawPointer(other.elements.start) + otherRun.offset, run, otherRun, count)
    }
    return isEqual
  }
}

@unsafe
private struct CompareElements: @unsafe ElementVisitor {
  let left: TypedElements
  let right: TypedElements

  func visit<E: Element>(_ type: E.Type) throws(Failure) -> Bool {
    let swapped = unsafe left.format.isSwapped
    return unsafe try left.isEqual(to: right) {
      (left, right, run, otherRun, count) throws(Failure) in
      let isPacked = run.stride == MemoryLayout<E>.size && otherRun.stride == MemoryLayout<E>.size
      if isPacked, !swapped { return unsafe E.areEqual(left, right, count) }
      for index in 0..<count {
        let element = unsafe E.load(left + index &* run.stride, swapped: swapped)
        let other = unsafe E.load(right + index &* otherRun.stride, swapped: swapped)
        guard E.isEqual(element, other) else { return false }
      }
      return true
    }
  }
}

extension Object {
  /// `left == right` (`PyObject_RichCompareBool`, which takes identical objects for equal: no NaN
  /// here is ever the same object twice, as every element is read anew).
  package func isEqual(to other: Object) throws(Failure) -> Bool {
    let answer = unsafe PyObject_RichCompareBool(pointer, other.pointer, Py_EQ)
    guard answer >= 0 else { throw .pending }
    return answer == 1
  }
}
