import BufferProtocol
import CPython

/// The memory of an object that exports no buffer, but hands it over in another way: a buffer over
/// what a capsule holds, which the rest of the library then reads like any other exporter.
///
/// The capsule is never consumed. As long as it keeps its name it owns the memory, and frees it at
/// its end (both protocols have producers see to that); the buffer keeps the capsule.
package enum LentMemory {
  /// A buffer over the memory of `source`; nil if it knows neither protocol.
  ///
  /// - Parameters:
  ///   - hasFormat: whether its bytes are then read in a format of the caller's.
  ///   - type: made by `makeType`.
  /// - Throws: `.buffer` for memory elsewhere or of impossible sizes, `.value` for elements that
  ///   are none of the formats, `.type` for what breaks the protocol; what `source` raises.
  package static func buffer(
    over source: Object, argument: StaticString, hasFormat: Bool, _ type: Object
  ) throws(Failure) -> OwnedObject? {
    let subject = Subject(type: type, argument: argument, hasFormat: hasFormat)
    // Arrow's own arrays know both, and only by Arrow do they say that they are read-only.
    if let exporting = try source.attribute("__arrow_c_array__") {
      return try subject.arrow(exporting.object)
    }
    if let exporting = try source.attribute("__dlpack__") {
      return try subject.dlpack(source, exporting.object)
    }
    return nil
  }

  /// The type of these buffers, which no Python code sees but as `memoryview.obj`.
  ///
  /// - Parameter name: module and name.
  package static func makeType(
    _ name: StaticString, _ module: Module
  ) throws(Failure) -> OwnedObject {
    try makeBufferType(
      name, module: module, flags: .immutable,
      slots: [.documentation("Memory that another object has lent by a capsule.")])
  }

  /// What is being made, and what the caller calls its source.
  struct Subject {
    let type: Object
    let argument: StaticString
    let hasFormat: Bool

    /// A buffer over `start`; `capsule` keeps it.
    @inline(never)
    func buffer(
      _ start: UnsafeMutableRawPointer?, _ format: ElementFormat,
      _ dimensions: borrowing Dimensions,
      readOnly: Bool, keptBy capsule: Object
    ) throws(Failure) -> OwnedObject {
      var buffer = try UnfinishedBuffer(type, ndim: dimensions.count)
      for index in 0..<dimensions.count {
        let length = dimensions.lengths[index]
        guard length >= 0 else { throw .buffer("\(argument): its shape has a negative \(length)") }
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

    /// What no memory can be: it breaks the protocol.
    var impossible: Failure {
      .buffer("\(argument): what it hands over has a shape, stride, offset or place of no memory")
    }
  }

  /// The dimensions that a producer names, strides in bytes; without any the memory is
  /// C-contiguous.
  struct Dimensions {
    private(set) var count: Int
    var hasStrides: Bool
    var lengths = InlineArray<64, Int>(repeating: 0)
    var strides = InlineArray<64, Int>(repeating: 0)

    /// Lengths of zero, which the caller fills in; nil for more dimensions than there may be.
    init?(_ count: Int, hasStrides: Bool = false) {
      guard count >= 0, count <= BufferLayout.maximumDimensions else { return nil }
      self.count = count
      self.hasStrides = hasStrides
    }

    /// One more, if there may be.
    mutating func append(_ length: Int) -> Bool {
      guard count < lengths.count else { return false }
      lengths[count] = length
      count += 1
      return true
    }
  }
}

extension Object {
  /// What a capsule of this name holds (`PyCapsule_GetPointer`); nil for everything else.
  func capsule(_ name: StaticString) -> UnsafeMutableRawPointer? {
    guard unsafe PyCapsule_IsValid(pointer, name.cString) != 0 else { return nil }
    return unsafe PyCapsule_GetPointer(pointer, name.cString)
  }
}
