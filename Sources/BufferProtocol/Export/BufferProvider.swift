import CPython

/// A class that exports memory: in Python, its instances are exporters.
///
///     public final class Counts: BufferProvider {
///       private var counters = NativeArray<UInt64>()
///       public var memory: Memory<1> { counters.memory }
///     }
///
/// While views of an instance are alive, `memory` must not change. Mark each method that changes it
/// with `- Python: moves` in its documentation: it is then a BufferError while there are views.
/// Without the mark, views of a `NativeArray` keep showing the old elements; views of memory that you
/// allocate yourself dangle.
public protocol BufferProvider: AnyObject {
  /// `Memory` of some number of dimensions.
  associatedtype Shown: ShownMemory

  /// The memory that a view shows, which this instance keeps alive. Called for each view, so it must
  /// not take views of this instance itself.
  var memory: Shown { get }
}

/// `Memory` of any number of dimensions.
public protocol ShownMemory {
  /// A new exporter of the memory, which its caller keeps.
  func exporter(_ type: Object) throws(Failure) -> OwnedObject
  /// Makes an exporter without exports show this memory instead.
  func show(in exporter: Buffer) throws(Failure)
  /// Whether an exporter shows this memory.
  func isShown(by exporter: Buffer) -> Bool
}

extension Memory: ShownMemory {
  /// A new exporter of the memory, which its caller keeps.
  public func exporter(_ type: Object) throws(Failure) -> OwnedObject {
    try Buffer.make(type, showing: self, keptBy: ProvidedMemory(block))
  }

  /// Makes an exporter without exports show this memory instead.
  public func show(in exporter: Buffer) throws(Failure) {
    let provided = try exporter.storage(as: ProvidedMemory.self)
    try exporter.show(self)
    provided.block = block
  }

  /// Whether an exporter shows this memory.
  public func isShown(by exporter: Buffer) -> Bool {
    guard unsafe start == nil || start == exporter.start else { return false }
    guard exporter.provided?.block === block, ndim == exporter.ndim, format == exporter.format,
      isReadOnly == exporter.isReadOnly
    else { return false }
    let layout = exporter.layout
    for dimension in 0..<ndim where shape[dimension] != layout.length(dimension) { return false }
    guard let strides else { return layout.isCContiguous }
    for dimension in 0..<ndim where strides[dimension] != layout.stride(dimension) { return false }
    return true
  }
}

extension Buffer {
  /// The holder's side of memory that an instance provides.
  var provided: ProvidedMemory? {
    guard case .storage(let storage) = owner else { return nil }
    return unsafe storage.takeUnretainedValue() as? ProvidedMemory
  }
}

extension Module {
  /// Makes the type of the exporters behind objects that export, which this module keeps.
  public func keepExporterType(
    _ name: StaticString, as reference: ModuleReference
  ) throws(Failure) {
    try keep(makeBufferType(name, module: self, flags: .immutable, slots: []), as: reference)
  }
}
