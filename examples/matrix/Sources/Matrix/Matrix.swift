import BufferProtocol
import CPython

// The Python type `matrix.Matrix`.

func makeMatrixType(_ module: Object) throws(Failure) -> OwnedObject {
  try makeBufferType(
    "matrix.Matrix", module: module, flags: [.subclassable],
    slots: [.documentation(manual), .new(matrixNew), .methods(&methods)])
}

private let manual: StaticString = """
  Matrix(columns)
  --

  A matrix of float32 without rows, which ``add_row`` adds.

  It is a buffer of two dimensions: ``np.asarray(m)`` and ``memoryview(m)`` show its cells in place.
  """

nonisolated(unsafe) private var methods: InlineArray<2, PyMethodDef> = [
  .noArguments(
    "add_row", matrixAddRow,
    """
    add_row($self, /)
    --

    Add a row of zeros.

    BufferError while a view of the matrix is alive, because the rows may have to move.
    """),
  PyMethodDef(),
]

private let signature = Signature("Matrix", ["columns"], required: 1, positional: 1)

private func matrixNew(
  _ type: PyObjectPointer?, _ tuple: PyObjectPointer?, _ dict: PyObjectPointer?
) -> PyObjectPointer? {
  constructor(type, tuple, dict, signature) { type, arguments throws(Failure) in
    let columns = try arguments[required: 0].size(argument: "columns")
    guard columns >= 0 else { throw .value("columns: \(columns) is negative") }
    let rows = Rows(columns: columns)
    return try Buffer.make(type, showing: rows.memory, keptBy: rows)
  }
}

private func matrixAddRow(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  method(self) { buffer throws(Failure) in
    let rows = try buffer.storage(as: Rows.self)
    try buffer.relocate { () throws(Failure) in
      try rows.append()
      return rows.memory
    }
    return .none
  }
}
