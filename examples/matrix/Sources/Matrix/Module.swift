import BufferProtocol

// The extension module `matrix._matrix`.

nonisolated(unsafe) private let definition = ModuleDefinition("matrix._matrix") {
  Module.fill($0) { module throws(Failure) in
    try module.add(makeMatrixType(module), "Matrix")
  }
}

// The name is CPython's to choose.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c
public func PyInit__matrix() -> PyObjectPointer? { definition.initialize() }
