import BufferProtocol
import CPython

// `w -= x` and the other in-place operators. Without slots for them Python falls back on the plain
// operator, which NumPy's reflected one answers: the name is bound to a new array, and the memory
// stays as it was.

extension TypeSlot {
  /// The slot of one in-place operator, such as `Py_nb_inplace_add`: a TypeError.
  static func refusedInPlace(_ slot: CInt) -> TypeSlot {
    unsafe binary(slot, refuseInPlace)
  }

  /// `nb_inplace_power`, the one of three operands.
  static var refusedInPlacePower: TypeSlot {
    unsafe ternary(Py_nb_inplace_power) { unsafe refuseInPlace($0, $1 ?? $2) }
  }
}

private func refuseInPlace(
  _ self: PyObjectPointer?, _ other: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self) { _ throws(Failure) in
    throw .type(
      "a Waveform has no in-place operators: np.asarray(w) is an array on its memory that has")
  }
}
