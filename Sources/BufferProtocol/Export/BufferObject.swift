import CPython

/// The C struct behind every exporter: the object head, where that is known (instances.h), and
/// everything an export needs, in the Python object itself, so that `getbuffer` follows one pointer.
///
/// Invariants, as soon as other code can see an instance:
/// - `start` is nil, and the object exports nothing ("released"); or all elements of the layout are
///   in memory that `owner` keeps alive.
/// - `dimensions` points to `ndim` lengths followed by `ndim` strides: right after the struct for
///   one dimension, in a separate block (`malloc`) for more; it is nil for none. They do not change
///   while there are exports.
/// - While `exports` is above zero, neither `start` nor the layout nor the owner changes.
///
/// The fields are all trivial, with no gaps except before the last, so that Swift lays them out as
/// C would. CPython allocates instances zeroed: all zero is the released state.
@unsafe package struct BufferObject {
  private var head: swiftbuf_head
  /// Must be the first field: `formatTextOffset` depends on it.
  var format: ElementFormat
  /// The first element.
  var start: UnsafeMutableRawPointer?
  /// The size of all elements in bytes (`Py_buffer.len`).
  var byteCount: Int
  var dimensions: UnsafeMutablePointer<Int>?
  /// The pins: buffer views, slices, capsules and running operations.
  var exports: Int
  /// The payload of `Buffer.owner`, which `ownerKind` decodes.
  var owner: UnsafeMutableRawPointer?
  var ndim: UInt8
  var traits: BufferTraits
  var ownerKind: Owner.Kind
  /// CPython's list of weak references. Must be the last field: `weakListOffset` depends on it.
  var weakReferences: PyObjectPointer?

  /// Bytes of an instance: the struct, followed by the shape and stride of one dimension.
  package static var size: Int {
    unsafe MemoryLayout<BufferObject>.size + 2 * MemoryLayout<Int>.size
  }

  /// The offset of the format's text, which is the first field of the format.
  package static var formatTextOffset: Int { swiftbuf_head_size() }

  /// For the `__weaklistoffset__` member of a type.
  package static var weakListOffset: Int {
    unsafe MemoryLayout<BufferObject>.size - MemoryLayout<PyObjectPointer>.size
  }
}

/// A borrowed reference to an exporter.
///
/// Invariant: the pointer is to the fields of a live instance of a type whose struct starts with
/// `BufferObject`.
/// The type is checked where an `Object` becomes a `Buffer`; for slots, CPython checks `self`.
@safe
public struct Buffer {
  let fields: UnsafeMutablePointer<BufferObject>

  @unsafe
  package init(_ pointer: PyObjectPointer) {
    unsafe fields = swiftbuf_fields(pointer).assumingMemoryBound(to: BufferObject.self)
  }

  /// The `self` of a slot, which CPython never passes as NULL.
  @unsafe @inline(__always)
  public init(slot pointer: PyObjectPointer?) {
    unsafe self.init(pointer.unsafelyUnwrapped)
  }

  /// The buffer of a newly made instance.
  package init(_ made: borrowing OwnedObject) { unsafe self.init(made.object.pointer) }

  /// The Python object, borrowed.
  public var object: Object { unsafe Object(swiftbuf_object(fields)) }

  /// Whether it exports nothing: its memory has been released, or is being moved.
  public var isReleased: Bool { unsafe start == nil }

  /// The first element, for reading without a pin; nil if it is released.
  @inline(__always)
  var start: UnsafeMutableRawPointer? {
    get { unsafe swiftbuf_load(&fields.pointee.start) }
    nonmutating set { unsafe swiftbuf_store(&fields.pointee.start, newValue) }
  }

  /// Throws if the object is released.
  @inline(__always)
  public func check() throws(Failure) {
    guard !isReleased else { throw released }
  }

  @inline(never)
  var released: Failure {
    // While memory is being moved, the owner is still set.
    ownerKind == .none
      ? .value("operation on a released \(typeOf: object)")
      : .value("operation on a released \(typeOf: object): its memory is being moved")
  }

  /// The format of its elements. This and the following are as in `memoryview`.
  public var format: ElementFormat { unsafe fields.pointee.format }
  /// The number of dimensions (`memoryview.ndim`).
  public var ndim: Int { unsafe Int(fields.pointee.ndim) }
  /// The size of all elements in bytes (`memoryview.nbytes`).
  public var byteCount: Int { unsafe fields.pointee.byteCount }
  /// The number of views that use the memory now: buffer views and, for a Waveform, slices.
  public var exports: Int { unsafe swiftbuf_count(&fields.pointee.exports) }
  package var traits: BufferTraits { unsafe fields.pointee.traits }
  /// Whether requests for writable memory are refused (`memoryview.readonly`).
  public var isReadOnly: Bool { traits.contains(.readOnly) }

  /// `format.bits`, in one load.
  @inline(__always)
  package var formatBits: UInt64 {
    unsafe (UnsafeRawPointer(fields) + BufferObject.formatTextOffset).load(as: UInt64.self)
  }

  /// The layout, which stays valid as long as the object.
  @inline(__always)
  package var layout: BufferLayout {
    unsafe BufferLayout(
      format: format, ndim: ndim, shape: shapeStart, strides: shapeStart + ndim)
  }

  /// The lengths; the strides follow them.
  @inline(__always)
  package var shapeStart: UnsafeMutablePointer<Int> {
    unsafe fields.pointee.dimensions ?? inlineDimensions
  }

  /// The text of the format, which stays valid as long as the object; that of a record is never
  /// freed.
  @inline(__always)
  var formatText: UnsafeMutablePointer<CChar> {
    if format.isDescribed { return unsafe UnsafeMutablePointer(mutating: format.text.cString) }
    return unsafe inlineFormatText
  }

  /// The same, of a format that is not described elsewhere.
  @inline(__always)
  var inlineFormatText: UnsafeMutablePointer<CChar> {
    unsafe (UnsafeMutableRawPointer(fields) + BufferObject.formatTextOffset)
      .assumingMemoryBound(to: CChar.self)
  }

  /// Whether a view has the format that exports of this object have.
  @unsafe
  package func isFormat(of view: UnsafePointer<Py_buffer>) -> Bool {
    unsafe view.pointee.format == formatText
  }

  /// The memory right after the struct.
  var inlineDimensions: UnsafeMutablePointer<Int> {
    unsafe UnsafeMutableRawPointer(fields + 1).assumingMemoryBound(to: Int.self)
  }

  /// The length and the stride of the only dimension.
  @inline(__always)
  package var lengthOfRun: Int { unsafe inlineDimensions[0] }
  @inline(__always)
  package var strideOfRun: Int { unsafe inlineDimensions[1] }
}
