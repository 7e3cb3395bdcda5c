import CPython

/// The memory of any exporter, valid during a call: its format, shape and strides, and iteration over
/// its elements, which may be strided, unaligned, and of any format.
///
/// Invariant: it is borrowed only from `withBufferView`, which holds the export.
@safe
public struct BufferView: ~Copyable {
  private let foreign: ForeignBuffer
  private let argument: StaticString
  /// The format of the elements; nil if no format describes them.
  public let format: ElementFormat?
  /// Whether elements may be written.
  public let isWritable: Bool

  fileprivate init(
    _ foreign: ForeignBuffer, _ argument: StaticString, isWritable: Bool
  ) throws(Failure) {
    guard foreign.hasPossibleShape, foreign.ndim <= BufferLayout.maximumDimensions,
      foreign.itemSize > 0
    else {
      throw .value("\(argument): invalid shape")
    }
    self.foreign = foreign
    self.argument = argument
    self.isWritable = isWritable
    do throws(Failure) {
      format = try foreign.elementFormat(argument: argument)
    } catch {
      error.forget()
      format = nil
    }
  }

  /// Bytes from one element to the next in packed memory (`memoryview.itemsize`).
  public var itemSize: Int { foreign.itemSize }
  /// The number of dimensions, 64 at most.
  public var ndim: Int { foreign.ndim }
  /// The number of elements.
  public var count: Int { foreign.byteCount / foreign.itemSize }
  /// Whether the elements are packed in C order.
  public var isCContiguous: Bool { foreign.isCContiguous }

  /// The length of a dimension; nil if there is no such dimension.
  public func length(_ dimension: Int) -> Int? { axis(dimension)?.length }

  /// The bytes from one index of a dimension to the next; nil if there is no such dimension.
  public func stride(_ dimension: Int) -> Int? { axis(dimension)?.stride }

  private func axis(_ dimension: Int) -> (length: Int, stride: Int)? {
    var found: (Int, Int)?
    foreign.forEachDimension(itemSize: itemSize) { each, length, stride in
      if each == dimension { found = (length, stride) }
    }
    return found
  }

  /// Calls `body` with each element in C order.
  ///
  /// - Throws: `.value` if the elements are not of the type; what `body` throws.
  /// - Complexity: O(`count`), without a copy of the memory.
  public func forEach<Element: BufferElement>(
    as type: Element.Type, _ body: (Element) throws(Failure) -> Void
  ) throws(Failure) {
    try check(type)
    unsafe try forEachAddress(type.format) { address throws(Failure) in
      unsafe try body(address.loadUnaligned(as: type))
    }
  }

  /// Calls `body` with each element in C order, which it may change.
  ///
  /// - Throws: `.type` if the view is not writable; `.value` if the elements are not of the type;
  ///   what `body` throws, with the elements before changed.
  public func update<Element: BufferElement>(
    as type: Element.Type, _ body: (inout Element) throws(Failure) -> Void
  ) throws(Failure) {
    guard isWritable else { throw .type("\(argument): the memory is read-only") }
    try check(type)
    unsafe try forEachAddress(type.format) { address throws(Failure) in
      var element = unsafe address.loadUnaligned(as: type)
      try body(&element)
      unsafe address.storeBytes(of: element, as: type)
    }
  }

  private func check<Element: BufferElement>(_ type: Element.Type) throws(Failure) {
    guard let format else { throw notOneElement }
    guard format.hasSameRepresentation(as: type.format) else {
      throw .value("\(argument): its format is '\(format)', not '\(type.format)'")
    }
  }

  private var notOneElement: Failure {
    // Its text says which format that is.
    do throws(Failure) {
      _ = try foreign.elementFormat(argument: argument)
      return .value("\(argument): its format is not one element")
    } catch {
      return error
    }
  }

  /// Calls `body` with the address of each element, which is of `format`, in C order.
  private func forEachAddress(
    _ format: ElementFormat, _ body: (UnsafeMutableRawPointer) throws(Failure) -> Void
  ) throws(Failure) {
    unsafe try foreign.withElements(format) { typed throws(Failure) in
      let elements = unsafe typed.elements
      unsafe try elements.layout.forEachRun { run, count throws(Failure) in
        for index in 0..<count {
          unsafe try body(elements.start + (run.offset &+ index &* run.stride))
        }
      }
    }
  }

  /// Calls the visitor with the Swift type of the elements.
  ///
  /// - Throws: `.value` if they are no numbers that Swift has a type for, in the machine's byte
  ///   order; what the visitor throws.
  public func visit<Visitor: BufferVisitor>(
    _ visitor: Visitor
  ) throws(Failure) -> Visitor.Result {
    guard let format else { throw notOneElement }
    if !format.isSwapped {
      switch format.kind {
      case .int8: return try visitor.visit(self, as: Int8.self)
      case .uint8: return try visitor.visit(self, as: UInt8.self)
      case .int16: return try visitor.visit(self, as: Int16.self)
      case .uint16: return try visitor.visit(self, as: UInt16.self)
      case .int32: return try visitor.visit(self, as: Int32.self)
      case .uint32: return try visitor.visit(self, as: UInt32.self)
      case .int64: return try visitor.visit(self, as: Int64.self)
      case .uint64: return try visitor.visit(self, as: UInt64.self)
      case .float: return try visitor.visit(self, as: Float.self)
      case .double: return try visitor.visit(self, as: Double.self)
      case .truth, .character, .int24, .uint24, .half, .complexFloat, .complexDouble, .bytes, .text,
        .record:
        break
      }
    }
    throw .value("\(argument): its format '\(format)' is not a number of Swift")
  }
}

/// Calls `body` with a view of a buffer of any format and layout.
///
/// - Parameters:
///   - object: any exporter of memory without suboffsets.
///   - argument: what the caller calls it, for errors.
///   - writable: whether elements are to be written.
/// - Throws: `.type` if it is not an exporter; what it raises when it refuses, as one of read-only
///   memory does if it is to be writable; what `body` throws.
public func withBufferView<Result: ~Copyable>(
  of object: Object, argument: StaticString = "buffer", writable: Bool = false,
  _ body: (borrowing BufferView) throws(Failure) -> Result
) throws(Failure) -> Result {
  let request: BufferRequest = writable ? [.strides, .format, .writable] : [.strides, .format]
  return try ForeignBuffer.lentArgument(object, argument, request) {
    foreign throws(Failure) in
    let view = try BufferView(foreign, argument, isWritable: writable)
    return try body(view)
  }
}
