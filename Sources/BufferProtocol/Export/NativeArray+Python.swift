extension NativeArray {
  /// A memoryview of the elements, which takes over the memory without a copy.
  ///
  /// - Parameter exporterType: of the exporter behind it, by `keepExporterType`.
  /// - Throws: a MemoryError.
  public func toPython(
    in scope: Scope, by exporterType: ModuleReference
  ) throws(Failure) -> OwnedObject {
    let exporter = try memory.exporter(scope.module().kept(exporterType))
    return try exporter.object.memoryview()
  }
}
