import BufferProtocol
import CPython
import Synchronization

// The storage of everything that is exported here, and the Python type `probe.Block` that holds
// one.

/// Instances of the classes here that are not freed yet, and those freed by a thread without the
/// GIL.
nonisolated(unsafe) var alive = 0
nonisolated(unsafe) var freedWithoutGIL = 0

/// Zeroed bytes that count their views and can be told to refuse them.
final class Bytes: Storage {
  private(set) var start: UnsafeMutableRawPointer
  private(set) var count: Int
  // Where there is no GIL, threads take views at the same time.
  private let takenViews = Atomic(0)
  private let returnedViews = Atomic(0)
  /// `exports` and the flags, as the hook that was called last found them.
  private(set) var exports = -1
  private(set) var request: CInt = -1
  /// Called when a view is taken, which it refuses by raising.
  private var hook: OwnedObject?

  init(count: Int) throws(Failure) {
    guard let start = calloc(max(count, 1), 1) else { throw .memory("size: no \(count) bytes") }
    self.start = start
    self.count = count
    alive += 1
  }

  deinit {
    // NULL without a current thread, and never an exception.
    if PyThreadState_GetDict() == nil { freedWithoutGIL += 1 }
    free(start)
    alive -= 1
  }

  var taken: Int { takenViews.load(ordering: .relaxed) }
  var returned: Int { returnedViews.load(ordering: .relaxed) }

  /// Moves the bytes to another place, zeroed beyond the former end.
  func move(count newCount: Int) throws(Failure) {
    guard newCount >= 0, let place = calloc(max(newCount, 1), 1) else {
      throw .memory("size: no \(newCount) bytes")
    }
    memcpy(place, start, min(count, newCount))
    free(start)
    start = place
    count = newCount
  }

  /// Has `callable` asked before each view, instead of the one before.
  func ask(_ callable: consuming OwnedObject?) {
    // The former one goes last, as that can run any code.
    let former = hook.take()
    hook = callable
    _ = consume former
  }

  override func viewTaken(of buffer: Buffer, _ request: BufferRequest) throws(Failure) {
    takenViews.add(1, ordering: .relaxed)
    exports = buffer.exports
    self.request = request.rawValue
    guard let hook = hook?.object.retained() else { return }  // it may replace itself
    _ = try OwnedObject(new: PyObject_CallNoArgs(hook.object.pointer))
  }

  override func viewReturned(to buffer: Buffer) {
    returnedViews.add(1, ordering: .relaxed)
    exports = buffer.exports
  }
}

/// Another class of storages, over memory that is the program's.
final class Fixed: Storage {
  static let text: StaticString = "fixed"

  override init() { alive += 1 }
  deinit { alive -= 1 }

  var memory: Memory<1> { Memory(readOnly: Self.text.utf8Start, shape: [5]) }
}

func makeBlockType(_ module: Module) throws(Failure) -> OwnedObject {
  try makeHolderType(
    "probe.Block", module: module, slots: [.methods(&methods), .properties(&properties)])
}

nonisolated(unsafe) private var methods: InlineArray<3, PyMethodDef> = [
  .oneArgument("refuse_by", blockRefuseBy, "refuse_by($self, callable, /)\n--\n\n"),
  .noArguments("tobytes", blockToBytes, "tobytes($self, /)\n--\n\n"),
  PyMethodDef(),
]

nonisolated(unsafe) private var properties: InlineArray<5, PyGetSetDef> = [
  .property("taken", { object, _ in number(object) { $0.taken } }, "Calls of viewTaken."),
  .property("returned", { object, _ in number(object) { $0.returned } }, "Calls of viewReturned."),
  .property("exports", { object, _ in number(object) { $0.exports } }, "As in the last hook."),
  .property("request", { object, _ in number(object) { Int($0.request) } }, "Of the last view."),
  PyGetSetDef(),
]

private func number(_ self: PyObjectPointer?, _ read: (Bytes) -> Int) -> PyObjectPointer? {
  returning { () throws(Failure) in
    try OwnedObject(read(Holder(slot: self).held(as: Bytes.self)))
  }
}

/// None: nothing is refused.
private func blockRefuseBy(
  _ self: PyObjectPointer?, _ argument: PyObjectPointer?
) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let bytes = try Holder(slot: self).held(as: Bytes.self)
    let callable = argument.map { Object($0) } ?? .none
    bytes.ask(callable.isNone ? nil : callable.retained())
    return .none
  }
}

private func blockToBytes(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let bytes = try Holder(slot: self).held(as: Bytes.self)
    return try OwnedObject(
      new: PyBytes_FromStringAndSize(
        UnsafeRawPointer(bytes.start).assumingMemoryBound(to: CChar.self), bytes.count))
  }
}

private let blockSignature = Signature("block", ["size"], required: 1, positional: 1)

func probeBlock(
  _ module: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  Module.function(module, blockSignature, vector, given, names) {
    module, arguments throws(Failure) in
    let count = try arguments[required: 0].size(argument: "size")
    return try Holder.make(module.kept(.block), holding: Bytes(count: count))
  }
}

func probeAlive(_ module: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in try OwnedObject(alive) }
}

func probeFreedWithoutGIL(_ module: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in try OwnedObject(freedWithoutGIL) }
}
