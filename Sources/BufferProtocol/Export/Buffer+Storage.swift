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
    let made = try allocate(type, ndim: ndim)
    unsafe Buffer(made).show(memory, owner: Unmanaged.passRetained(storage).toOpaque())
    return made
  }

  /// The storage behind an instance of a type whose instances all stand on a `Class`.
  ///
  /// - Throws: `.value` if the memory has been given back, `.type` if it is not a `Class` that
  ///   keeps it.
  /// - Complexity: O(1); takes a reference for as long as the result is in use.
  public func storage<Class: Storage>(as type: Class.Type) throws(Failure) -> Class {
    try check()
    guard ownerKind == .storage, let owner = unsafe fields.pointee.owner,
      let storage = unsafe Unmanaged<Storage>.fromOpaque(owner).takeUnretainedValue() as? Class
    else { throw .type("self: the memory of \(object) is not of the kind that this needs") }
    return storage
  }

  /// Lets `body` move or resize the memory, and shows what it returns from then on.
  ///
  /// While `body` runs the object shows nothing, whoever asks. Where `body` throws, it shows again
  /// what it did before, which has to be there still.
  ///
  /// - Throws: `.buffer` if views stand on the memory, before `body` is called; what `body` throws;
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
    let standing = closeExports()
    guard standing >= 0 else { throw released }
    guard standing == 0 else {
      throw .buffer("the memory has exports (\(standing)): it can be neither moved nor resized")
    }
    let start = unsafe self.start
    unsafe self.start = nil
    let memory: Memory<ndim>
    do throws(Failure) {
      memory = try body()
    } catch {
      unsafe self.start = start
      reopenExports()
      throw error
    }
    try memory.check()
    unsafe show(memory, owner: fields.pointee.owner)
    reopenExports()
  }

  /// Shows `memory`, which has been checked. `owner` is a reference to its storage.
  private func show<let ndim: Int>(_ memory: Memory<ndim>, owner: UnsafeMutableRawPointer?) {
    for dimension in 0..<ndim { set(dimension, length: memory.shape[dimension]) }
    _ = layOut(memory.format)
    if let strides = memory.strides {
      for dimension in 0..<ndim {
        set(dimension, length: memory.shape[dimension], stride: strides[dimension])
      }
    }
    // An address that nobody follows, where there are no elements: nil is the released state.
    let nowhere = unsafe UnsafeMutableRawPointer(bitPattern: Block.alignment)
    unsafe adopt(
      memory.start ?? nowhere.unsafelyUnwrapped, memory.format,
      traits: memory.isReadOnly ? .readOnly : [], .storage, owner: owner)
  }
}

extension Memory {
  /// Refuses lengths that cannot be.
  fileprivate func check() throws(Failure) {
    guard ndim <= BufferLayout.maximumDimensions else {
      throw .value("shape: \(ndim) dimensions are more than \(BufferLayout.maximumDimensions)")
    }
    var size = format.itemSize
    var isEmpty = false
    for dimension in 0..<ndim {
      let length = shape[dimension]
      guard length >= 0 else { throw .value("shape: \(length) is negative") }
      isEmpty = isEmpty || length == 0
      let (product, overflow) = size.multipliedReportingOverflow(by: max(length, 1))
      guard !overflow else { throw .tooLarge }
      size = product
    }
    guard unsafe isEmpty || start != nil else { throw .value("start: nil is no place of elements") }
  }
}
