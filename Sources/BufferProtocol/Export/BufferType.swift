import CPython

/// Makes a type of exporters: a heap type whose instances start with `BufferObject`, with the slots
/// that all exporters share and those given here.
///
/// The shared slots are the export itself (`bufferGet`, `bufferRelease`), garbage collection and
/// weak references.
///
/// - Parameters:
///   - name: module and name, such as `"matrix.Matrix"`.
/// - observed: whether the storages of its instances are notified of views (`Storage.viewTaken`);
///   an export then costs two more calls.
/// - slots: further slots: `new`, methods, properties, documentation and the like. Without `new`,
///   calling the type is a TypeError: only Swift code makes instances.
/// - Throws: what `PyType_FromModuleAndSpec` raises.
public func makeBufferType<let count: Int>(
  _ name: StaticString, module: Module, flags: TypeFlags = [],
  observed: Bool = false, slots: InlineArray<count, TypeSlot>
) throws(Failure) -> OwnedObject {
  let shared: InlineArray<6, TypeSlot> = unsafe [
    .getBuffer(observed ? observedBufferGet : bufferGet),
    .releaseBuffer(observed ? observedBufferRelease : bufferRelease),
    .dealloc(bufferDealloc), .traverse(bufferTraverse), .clear(bufferClear),
    .members(&members),
  ]
  var flags = flags.union([.collected, .notInstantiable])
  for index in 0..<count where slots[index].isNew { flags.remove(.notInstantiable) }
  return unsafe try makeType(
    name, module: module, size: BufferObject.size, flags: flags, slots: shared, slots)
}

/// `__weaklistoffset__` tells CPython where an instance keeps its weak references (C API manual,
/// "PyMemberDef"). CPython keeps the table's address.
nonisolated(unsafe) private var members: InlineArray<2, PyMemberDef> = unsafe [
  PyMemberDef(
    name: ("__weaklistoffset__" as StaticString).cString, type: T_PYSSIZET,
    offset: BufferObject.weakListOffset, flags: swiftbuf_member_flags(), doc: nil),
  PyMemberDef(),
]
