import BufferProtocol
import CPython

// The Python type `matrix.Matrix`. A closure that captures nothing is a C function: the tables say
// how a call gets to the functions below.

func makeMatrixType(_ module: Module) throws(Failure) -> OwnedObject {
  try makeBufferType(
    "matrix.Matrix", module: module, flags: [.subclassable, .immutable],
    slots: [
      .documentation(manual), .new { constructor($0, $1, $2, parameters, make) },
      .methods(&methods),
    ])
}

private let manual: StaticString = """
  Matrix(columns)
  --

  A matrix of float32 without rows, which ``add_row`` adds.

  It is a buffer of two dimensions: ``np.asarray(m)`` and ``memoryview(m)`` show its cells in place.
  """

nonisolated(unsafe) private var methods: InlineArray<2, PyMethodDef> = [
  .noArguments(
    "add_row", { matrix, _ in Buffer.method(matrix, addRow) },
    """
    add_row($self, /)
    --

    Add a row of zeros.

    BufferError while a view of the matrix is alive, because the rows may have to move.
    """),
  PyMethodDef(),
]

private let parameters = Signature("Matrix", ["columns"], required: 1, positional: 1)

private func make(
  _ type: Object, _ arguments: Arguments<1>
) throws(Failure) -> OwnedObject {
  let columns = try arguments[required: 0].size(argument: "columns")
  guard columns >= 0 else { throw .value("columns: \(columns) is negative") }
  let rows = Rows(columns: columns)
  return try Buffer.make(type, showing: rows.memory, keptBy: rows)
}

private func addRow(_ matrix: Buffer) throws(Failure) -> OwnedObject {
  let rows = try matrix.storage(as: Rows.self)
  try matrix.relocate { () throws(Failure) in
    try rows.append()
    return rows.memory
  }
  return .none
}
