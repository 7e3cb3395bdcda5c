import BufferProtocol
import CPython

extension TypedElements {
  /// Whether all elements equal those of `other`, which has the same shape, by value: NaN differs
  /// from itself, -0.0 equals 0.0, any byte except zero is true. The caller has pinned both; large
  /// memory is compared without the GIL.
  package func isEqual(to other: TypedElements) throws(Failure) -> Bool {
    guard unsafe !elements.layout.isEmpty else { return true }
    // A bytes object equals no number.
    let isCharacter = unsafe format.kind == .character
    guard unsafe isCharacter == (other.format.kind == .character) else { return false }
    var isEqual = false
    let comparer = unsafe Comparer(self, other)
    try LongWork.run(
      byteCount: unsafe max(elements.layout.byteCount, other.elements.layout.byteCount)
    ) { work throws(Failure) in isEqual = unsafe try comparer.areEqual(work) }
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
