import BufferProtocol
import CPython

// `w -= x` and the other in-place operators. Without slots for them, Python would use the plain
// operator, which NumPy's reflected one implements: the name would be bound to a new array, and the
// memory would not change.

extension TypeSlot {
  /// The slot of one in-place operator, such as `Py_nb_inplace_add`: a TypeError.
  static func refusedInPlace(_ slot: CInt) -> TypeSlot {
    unsafe binary(slot, refuseInPlace)
  }

  /// `nb_inplace_power`, which has three operands.
  static var refusedInPlacePower: TypeSlot {
    unsafe ternary(Py_nb_inplace_power) { unsafe refuseInPlace($0, $1 ?? $2) }
  }
}

private func refuseInPlace(
  _ self: PyObjectPointer?, _ other: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self) { _ throws(Failure) in
    throw .type(
      "a Waveform has no in-place operators; use them on np.asarray(w), which shares its memory")
  }
}
