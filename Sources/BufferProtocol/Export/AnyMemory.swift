/// Memory whose number of dimensions is known only at run time. For one instance of a class, that
/// number must not change.
///
///     public var memory: AnyMemory {
///       depth == 1
///         ? AnyMemory(Memory(start, format, shape: [rows, columns]))
///         : AnyMemory(Memory(start, format, shape: [rows, columns, depth]))
///     }
@safe
public struct AnyMemory: ShownMemory {
  private let makeExporter: (Object) throws(Failure) -> OwnedObject
  private let showInExporter: (Buffer) throws(Failure) -> Void
  private let isShownByExporter: (Buffer) -> Bool

  /// The same memory.
  public init<let ndim: Int>(_ memory: Memory<ndim>) {
    makeExporter = { type throws(Failure) in try memory.exporter(type) }
    showInExporter = { exporter throws(Failure) in try memory.show(in: exporter) }
    isShownByExporter = { memory.isShown(by: $0) }
  }

  /// A new exporter of the memory, which its caller keeps.
  public func exporter(_ type: Object) throws(Failure) -> OwnedObject { try makeExporter(type) }

  /// Makes an exporter without exports show this memory instead.
  public func show(in exporter: Buffer) throws(Failure) { try showInExporter(exporter) }

  /// Whether an exporter shows this memory.
  public func isShown(by exporter: Buffer) -> Bool { isShownByExporter(exporter) }
}
