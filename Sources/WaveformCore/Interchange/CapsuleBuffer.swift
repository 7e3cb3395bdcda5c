import BufferProtocol
import CPython

/// The memory of an object that exports no buffer but lends it through a capsule. This makes a
/// buffer of it, which the rest of the library reads like any other exporter.
///
/// The capsule is never consumed. While it keeps its name, it owns the memory and frees it when it
/// is destroyed (both protocols require this of producers); the buffer keeps the capsule alive.
package enum CapsuleBuffer {
  /// A buffer with the memory of `source`; nil if it supports neither protocol.
  ///
  /// - Parameters:
  ///   - hasFormat: whether the caller gives a format to read the bytes in.
  ///   - type: made by `makeType`.
  /// - Throws: `.buffer` for memory on other devices or with invalid sizes, `.value` for elements
  ///   without a format, `.type` for violations of the protocol; what `source` raises.
  package static func buffer(
    over source: Object, argument: StaticString, hasFormat: Bool, _ type: Object
  ) throws(Failure) -> OwnedObject? {
    let importer = Importer(type: type, argument: argument, hasFormat: hasFormat)
    // Arrow arrays support both, but only Arrow says that they are read-only.
    if let exporting = try source.attribute("__arrow_c_array__") {
      return try importer.arrow(exporting.object)
    }
    if let exporting = try source.attribute("__dlpack__") {
      return try importer.dlpack(source, exporting.object)
    }
    return nil
  }

  /// The type of these buffers, which Python code can see only as `memoryview.obj`.
  ///
  /// - Parameter name: module and name.
  package static func makeType(
    _ name: StaticString, _ module: Module
  ) throws(Failure) -> OwnedObject {
    try makeBufferType(
      name, module: module, flags: .immutable,
      slots: [.documentation("Memory that another object has lent by a capsule.")])
  }

  /// The buffer's type, and the caller's name for the source.
  struct Importer {
    let type: Object
    let argument: StaticString
    let hasFormat: Bool

    /// A buffer of the memory at `start`, which `capsule` keeps alive.
    @inline(never)
    func buffer(
      _ start: UnsafeMutableRawPointer?, _ format: ElementFormat,
      _ dimensions: borrowing Dimensions,
      readOnly: Bool, keptBy capsule: Object
    ) throws(Failure) -> OwnedObject {
      var buffer = try UnfinishedBuffer(type, ndim: dimensions.count)
      for index in 0..<dimensions.count {
        let length = dimensions.lengths[index]
        guard length >= 0 else {
          throw .buffer("\(argument): its shape has a negative length \(length)")
        }
        buffer.set(index, length: length)
      }
      guard buffer.layOut(format) != nil else { throw impossible }
      if dimensions.hasStrides {
        for index in 0..<dimensions.count {
          buffer.set(index, length: dimensions.lengths[index], stride: dimensions.strides[index])
        }
      }
      guard unsafe start != nil || buffer.layout.isEmpty else { throw impossible }
      unsafe swiftbuf_retain(capsule.pointer)
      return unsafe buffer.finishApart(start, format, readOnly: readOnly, .object(capsule))
    }

    /// The error for invalid memory, which violates the protocol.
    var impossible: Failure {
      .buffer("\(argument): its shape, strides, offset or address are not valid")
    }
  }

  /// The dimensions from a producer, with strides in bytes; without strides the memory is
  /// C-contiguous.
  struct Dimensions {
    private(set) var count: Int
    var hasStrides: Bool
    var lengths = InlineArray<64, Int>(repeating: 0)
    var strides = InlineArray<64, Int>(repeating: 0)

    /// Lengths of zero, which the caller fills in; nil if there are too many dimensions.
    init?(_ count: Int, hasStrides: Bool = false) {
      guard count >= 0, count <= BufferLayout.maximumDimensions else { return nil }
      self.count = count
      self.hasStrides = hasStrides
    }

    /// Appends a dimension; false if there are too many.
    mutating func append(_ length: Int) -> Bool {
      guard count < lengths.count else { return false }
      lengths[count] = length
      count += 1
      return true
    }
  }
}

extension Object {
  /// The pointer in a capsule with this name (`PyCapsule_GetPointer`); nil for any other object.
  func capsule(_ name: StaticString) -> UnsafeMutableRawPointer? {
    guard unsafe PyCapsule_IsValid(pointer, name.cString) != 0 else { return nil }
    return unsafe PyCapsule_GetPointer(pointer, name.cString)
  }
}
