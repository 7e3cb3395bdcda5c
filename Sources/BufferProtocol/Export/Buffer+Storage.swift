import CPython

// Exporting memory of Swift code: an instance that shows it, and other memory in its place.

extension Buffer {
  /// A new instance of `type` that shows `memory`.
  ///
  /// - Parameters:
  ///   - type: made by `makeBufferType`, or a Python class derived from such a type.
  ///   - storage: keeps the memory; the instance takes a reference to it.
  /// - Throws: `.value` or `.memory` that names what of `memory` cannot be.
  /// - Complexity: one allocation by Python, another for two dimensions or more.
  public static func make<let ndim: Int>(
    _ type: Object, showing memory: Memory<ndim>, keptBy storage: Storage
  ) throws(Failure) -> OwnedObject {
    try memory.check()
    let unfinished = try UnfinishedBuffer(type, ndim: ndim)
    return unsafe unfinished.showing(memory, .storage(Unmanaged.passRetained(storage)))
  }

  /// The storage behind an instance of a type whose instances all stand on a `Class`.
  ///
  /// - Throws: `.value` if the memory has been given back, `.type` if it is not a `Class` that
  ///   keeps it.
  /// - Complexity: O(1); takes a reference for as long as the result is in use.
  public func storage<Class: Storage>(as type: Class.Type) throws(Failure) -> Class {
    try check()
    guard case .storage(let reference) = owner,
      let storage = unsafe reference.takeUnretainedValue() as? Class
    else { throw .type("self: the memory of \(object) is not of the kind that this needs") }
    return storage
  }

  /// Lets `body` move or resize the memory, and shows what it returns from then on.
  ///
  /// While `body` runs the object shows nothing, whoever asks. Where `body` throws, it shows again
  /// what it did before, which has to be there still.
  ///
  /// - Throws: `.buffer` if the memory has exports, before `body` is called; what `body` throws;
  ///   `.value` or `.memory` that names what of the new memory cannot be, after which the object
  ///   stays released.
  /// - Complexity: O(1) beside `body`.
  public func relocate<let ndim: Int>(
    _ body: () throws(Failure) -> Memory<ndim>
  ) throws(Failure) {
    try check()
    guard ndim == self.ndim else {
      throw .value("shape: \(ndim) dimensions instead of \(self.ndim)")
    }
    let exports = close()
    guard exports >= 0 else { throw released }
    guard exports == 0 else {
      throw .buffer("the memory has exports (\(exports)): it can be neither moved nor resized")
    }
    let start = unsafe self.start
    unsafe self.start = nil
    let memory: Memory<ndim>
    do throws(Failure) {
      memory = try body()
    } catch {
      unsafe self.start = start
      reopen()
      throw error
    }
    try memory.check()
    _ = UnfinishedBuffer(reopening: self).showing(memory, owner)
    reopen()
  }
}

extension UnfinishedBuffer {
  /// Shows `memory`, which has been checked. `owner` keeps it.
  fileprivate consuming func showing<let ndim: Int>(
    _ memory: Memory<ndim>, _ owner: Owner
  ) -> OwnedObject {
    for dimension in 0..<ndim { set(dimension, length: memory.shape[dimension]) }
    _ = layOut(memory.format)
    if let strides = memory.strides {
      for dimension in 0..<ndim {
        set(dimension, length: memory.shape[dimension], stride: strides[dimension])
      }
    }
    return unsafe finishApart(memory.start, memory.format, readOnly: memory.isReadOnly, owner)
  }
}

extension Memory {
  /// Refuses lengths that cannot be.
  fileprivate func check() throws(Failure) {
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value("shape: \(ndim) dimensions are more than \(BufferLayout.maximumDimensions)")
    }
    var size = ShapeSize(itemSize: format.itemSize)
    for dimension in 0..<ndim { size.multiply(by: shape[dimension]) }
    if let length = size.negative { throw .value("shape: \(length) is negative") }
    guard size.span != nil else { throw .tooLarge }
    guard unsafe size.isEmpty || start != nil else {
      throw .value("start: must not be nil if there are elements")
    }
  }
}
