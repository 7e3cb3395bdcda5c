import BufferProtocol
import CPython

// The extension module `matrix._matrix`.

nonisolated(unsafe) private let definition = ModuleDefinition("matrix._matrix", execute: fill)

@c
public func PyInit__matrix() -> PyObjectPointer? { definition.initialize() }

private func fill(_ module: PyObjectPointer?) -> CInt {
  filling(module) { module throws(Failure) in
    try module.add(makeMatrixType(module), "Matrix")
  }
}
