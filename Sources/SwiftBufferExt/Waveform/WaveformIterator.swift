import BufferProtocol
import CPython

private typealias ItemFunction = @convention(c) (PyObjectPointer?, Int) -> PyObjectPointer?

/// `iter(w)`.
func waveformIterator(_ self: PyObjectPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    guard buffer.ndim > 0 else { throw .type("a 0-dimensional Waveform is not iterable") }
    // A class with its own `__getitem__` is iterated through that.
    let ours = unsafe unsafeBitCast(waveformItem as ItemFunction, to: UnsafeMutableRawPointer.self)
    guard unsafe swiftbuf_type_slot(buffer.object.type.pointer, Py_sq_item) == ours else {
      return unsafe try OwnedObject(new: PySeqIter_New(buffer.object.pointer))
    }
    return try WaveformIterator.make(buffer)
  }
}

/// The result of `iter(w)`. CPython's sequence iterator does the same (`seqiterobject` in
/// iterobject.c), with one more call for each element.
@safe
struct WaveformIterator {
  private var head: swiftbuf_head
  /// A strong reference to the Waveform; nil at the end.
  private var waveform: PyObjectPointer?
  /// Never negative.
  fileprivate var position: Int
  /// Makes Python objects from elements of one dimension; nil if the items are rows, strings or
  /// records.
  private var loader: ElementLoader?

  static func make(_ buffer: Buffer) throws(Failure) -> OwnedObject {
    let type = try buffer.waveformType.definingModule().kept(.iteratorType)
    let made = unsafe try OwnedObject(new: swiftbuf_allocate(type.pointer))
    let fields = unsafe fields(of: made.object.pointer)
    unsafe fields.pointee.waveform = buffer.object.retained().take()
    unsafe fields.pointee.loader =
      buffer.ndim == 1 && !buffer.format.isDescribed ? buffer.format.loader : nil
    return made
  }

  static func makeType(_ module: Module) throws(Failure) -> OwnedObject {
    unsafe try BufferProtocol.makeType(
      "swiftbuf._swiftbuf.WaveformIterator", module: module,
      size: MemoryLayout<WaveformIterator>.size, flags: [.immutable, .collected, .notInstantiable],
      slots: [
        .iterator(PyObject_SelfIter), .iteratorNext(next), .methods(&methods),
        .dealloc(dealloc), .traverse(traverse), .clear(clear),
      ])
  }

  /// The index of an exhausted iterator, in builds without a GIL.
  private static var finished: Int { .max }

  private static func fields(
    of object: PyObjectPointer?
  ) -> UnsafeMutablePointer<WaveformIterator> {
    unsafe swiftbuf_fields(object.unsafelyUnwrapped)
      .assumingMemoryBound(to: WaveformIterator.self)
  }

  private static let next: UnaryFunction = { iterator in
    let fields = unsafe fields(of: iterator)
    guard let waveform = unsafe fields.pointee.waveform else { return nil }
    let buffer = unsafe Buffer(waveform)
    let element = unsafe buffer.pinnedBriefly { start -> PyObjectPointer?? in
      let index = unsafe fields.index
      guard let loader = unsafe fields.pointee.loader,
        let element = unsafe buffer.element(at: index, from: start)
      else { return nil }
      unsafe fields.index = index &+ 1
      return unsafe .some(loader(element, buffer.formatBits))
    }
    return unsafe element ?? nextRow(fields, buffer)
  }

  /// A row of several dimensions, or the end; a ValueError if the Waveform is released.
  @inline(never)
  private static func nextRow(
    _ fields: UnsafeMutablePointer<WaveformIterator>, _ buffer: Buffer
  ) -> PyObjectPointer? {
    unsafe returningNext { () throws(Failure) in
      let index = unsafe fields.index
      guard index != finished else { return nil }
      try buffer.check()
      guard index < buffer.layout.length(0) else {
        // Without a GIL another thread may be about to use the Waveform, so it is kept until the
        // iterator is freed (as in CPython 3.14's seqiterobject).
        guard swiftbuf_is_free_threaded() == 0 else {
          unsafe fields.index = finished
          return nil
        }
        unsafe fields.pointee.waveform = nil
        unsafe swiftbuf_release(buffer.object.pointer)
        return nil
      }
      unsafe fields.index = index &+ 1
      return try buffer.item(index)
    }
  }

  // The methods of CPython's iterator: how many items are left, and support for `copy` and
  // `pickle`.

  private nonisolated(unsafe) static var methods: InlineArray<4, PyMethodDef> = unsafe [
    .noArguments("__length_hint__", lengthHint, "__length_hint__($self, /)\n--\n\n"),
    .noArguments("__reduce__", reduce, "__reduce__($self, /)\n--\n\n"),
    .oneArgument("__setstate__", setState, "__setstate__($self, index, /)\n--\n\n"),
    PyMethodDef(),
  ]

  private static let lengthHint: BinaryFunction = { iterator, _ in
    unsafe returning { () throws(Failure) in
      let fields = unsafe fields(of: iterator)
      guard let waveform = unsafe fields.pointee.waveform else { return try OwnedObject(0) }
      let buffer = unsafe Buffer(waveform)
      try buffer.check()
      return try OwnedObject(max(buffer.layout.length(0) - (unsafe fields.index), 0))
    }
  }

  private static let reduce: BinaryFunction = { iterator, _ in
    unsafe returning { () throws(Failure) in
      let fields = unsafe fields(of: iterator)
      let iter = try OwnedObject.imported("iter", from: "builtins")
      let waveform = unsafe fields.pointee.waveform.map { unsafe Object($0) }
      let arguments = try OwnedObject.tuple(1) { _ throws(Failure) in
        if let waveform { return waveform.retained() }
        return try .tuple(0) { _ throws(Failure) in .none }
      }
      let index = try OwnedObject(unsafe fields.index)
      return unsafe waveform == nil
        ? try OwnedObject(new: swiftbuf_tuple_2(iter.object.pointer, arguments.object.pointer))
        : try OwnedObject(
          new: swiftbuf_tuple_3(
            iter.object.pointer, arguments.object.pointer, index.object.pointer))
    }
  }

  private static let setState: BinaryFunction = { iterator, state in
    unsafe returning { () throws(Failure) in
      let index = unsafe try Object(state.unsafelyUnwrapped).size(argument: "index")
      unsafe fields(of: iterator).index = max(index, 0)
      return .none
    }
  }

  // Reference counting: the iterator owns a reference to the Waveform.

  private static let traverse:
    @convention(c) (PyObjectPointer?, visitproc?, UnsafeMutableRawPointer?) -> CInt = {
      iterator, visit, context in
      guard let visit = unsafe visit, let iterator = unsafe iterator else { return 0 }
      let status = unsafe visit(Object(iterator).type.pointer, context)
      guard status == 0, let waveform = unsafe fields(of: iterator).pointee.waveform else {
        return status
      }
      return unsafe visit(waveform, context)
    }

  private static let clear: @convention(c) (PyObjectPointer?) -> CInt = { iterator in
    let fields = unsafe fields(of: iterator)
    if let waveform = unsafe fields.pointee.waveform {
      unsafe fields.pointee.waveform = nil
      unsafe swiftbuf_release(waveform)
    }
    return 0
  }

  private static let dealloc: @convention(c) (PyObjectPointer?) -> Void = { iterator in
    guard let iterator = unsafe iterator else { return }
    unsafe PyObject_GC_UnTrack(UnsafeMutableRawPointer(iterator))
    _ = unsafe clear(iterator)
    unsafe swiftbuf_free(iterator)
  }
}

extension UnsafeMutablePointer<WaveformIterator> {
  /// The index of the next item. Without a GIL, threads that share the iterator read and write it
  /// concurrently, and may get the same item twice, as with CPython's own (`seqiterobject` of
  /// 3.14).
  fileprivate var index: Int {
    get { unsafe swiftbuf_load_index(&pointee.position) }
    nonmutating set { unsafe swiftbuf_store_index(&pointee.position, newValue) }
  }
}
