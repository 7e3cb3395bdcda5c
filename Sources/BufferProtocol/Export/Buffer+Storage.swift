import CPython

// Exporting memory of Swift code: creating an instance, and replacing its memory.

extension Buffer {
  /// A new instance of `type` that shows `memory`.
  ///
  /// - Parameters:
  ///   - type: made by `makeBufferType`, or a Python class derived from such a type.
  ///   - storage: keeps the memory; the instance takes a reference to it.
  /// - Throws: `.value` or `.memory` with the invalid part of `memory`.
  /// - Complexity: one allocation by Python, and another for two or more dimensions.
  public static func make<let ndim: Int>(
    _ type: Object, showing memory: Memory<ndim>, keptBy storage: Storage
  ) throws(Failure) -> OwnedObject {
    try memory.check()
    let unfinished = try UnfinishedBuffer(type, ndim: ndim)
    return unsafe unfinished.showing(memory, .storage(Unmanaged.passRetained(storage)))
  }

  /// The storage behind an instance of a type whose instances all use a `Class`.
  ///
  /// - Throws: `.value` if the memory has been released, `.type` if its storage is not a `Class`.
  /// - Complexity: O(1); holds a reference for as long as the result is in use.
  public func storage<Class: Storage>(as type: Class.Type) throws(Failure) -> Class {
    try check()
    guard case .storage(let reference) = owner,
      let storage = unsafe reference.takeUnretainedValue() as? Class
    else { throw .type("self: \(object) has another kind of storage") }
    return storage
  }

  /// Lets `body` move or resize the memory, and exports what it returns from then on.
  ///
  /// While `body` runs, the object is released for all callers. If `body` throws, it exports its
  /// old memory again, which must still be valid.
  ///
  /// - Throws: `.buffer` if the memory has exports, before `body` is called; what `body` throws;
  ///   `.value` or `.memory` with the invalid part of the new memory, after which the object stays
  ///   released.
  /// - Complexity: O(1), not counting `body`.
  public func relocate<let ndim: Int>(
    _ body: () throws(Failure) -> Memory<ndim>
  ) throws(Failure) {
    try check()
    guard ndim == self.ndim else {
      throw .value("shape: expected \(self.ndim) dimensions, got \(ndim)")
    }
    let exports = close()
    guard exports >= 0 else { throw released }
    guard exports == 0 else {
      throw .buffer("cannot move or resize: memory is in use (exports=\(exports))")
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

extension Buffer {
  /// Shows `memory` instead of what it showed. Precondition: no exports.
  func show<let ndim: Int>(_ memory: Memory<ndim>) throws(Failure) {
    guard ndim == self.ndim else {
      throw .value("shape: \(ndim) dimensions instead of \(self.ndim)")
    }
    try memory.check()
    unsafe start = nil
    _ = UnfinishedBuffer(reopening: self).showing(memory, owner)
  }
}

extension UnfinishedBuffer {
  /// Exports `memory`, which has been checked. `owner` keeps it alive.
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
  /// Rejects an invalid shape.
  fileprivate func check() throws(Failure) {
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value("shape: \(ndim) dimensions, more than \(BufferLayout.maximumDimensions)")
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
