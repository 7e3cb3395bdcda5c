import CPython

/// The C struct behind every exporter: the object's head and what an export needs, in the Python
/// object itself, so that `getbuffer` follows one pointer.
///
/// Invariants, from the moment that an instance can be seen by other code:
/// - `start` is nil, and the object exports nothing ("released"); or all elements of the layout lie
///   in memory that `owner` keeps.
/// - `dimensions` points to `ndim` lengths and then `ndim` strides: behind the struct for one
///   dimension, in a block of its own (`malloc`) for more; it is nil for none. They do not change
///   while anything is exported.
/// - While `exports` is above zero, neither `start` nor the layout nor the owner changes.
///
/// The fields are all trivial and leave no gaps but before the last, so that Swift lays them out as
/// C would. CPython allocates instances zeroed: all zero is the released state.
@unsafe package struct BufferObject {
  var head: PyObject
  /// The first field: `formatTextOffset` says where it is.
  var format: ElementFormat
  /// The first element.
  var start: UnsafeMutableRawPointer?
  /// The bytes of all elements (`Py_buffer.len`).
  var byteCount: Int
  var dimensions: UnsafeMutablePointer<Int>?
  /// The pins: buffer views, slices, capsules and operations under way.
  var exports: Int
  /// The payload of `Buffer.owner`, which decodes it by `ownerKind`.
  var owner: UnsafeMutableRawPointer?
  var ndim: UInt8
  var traits: BufferTraits
  var ownerKind: Owner.Kind
  /// CPython's list of weak references. It is the last field: `weakListOffset` says where it is.
  var weakReferences: PyObjectPointer?

  /// Bytes of an instance: the struct and, behind it, the shape and stride of one dimension.
  package static var size: Int {
    unsafe MemoryLayout<BufferObject>.size + 2 * MemoryLayout<Int>.size
  }

  /// Where the text of the format is, which is the first field of that.
  static var formatTextOffset: Int { unsafe MemoryLayout<PyObject>.size }

  /// For the `__weaklistoffset__` member of a type.
  package static var weakListOffset: Int {
    unsafe MemoryLayout<BufferObject>.size - MemoryLayout<PyObjectPointer>.size
  }
}

/// A borrowed reference to an exporter.
///
/// Invariant: the pointer is to a live instance of a type whose struct starts with `BufferObject`.
/// The type of an object is checked where an `Object` becomes a `Buffer`; slots get `self` checked
/// by CPython.
@safe
public struct Buffer {
  let fields: UnsafeMutablePointer<BufferObject>

  @unsafe
  package init(_ pointer: PyObjectPointer) {
    unsafe fields = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: BufferObject.self)
  }

  /// The `self` of a slot, which CPython never passes as NULL.
  @unsafe @inline(__always)
  public init(slot pointer: PyObjectPointer?) {
    unsafe self.init(pointer.unsafelyUnwrapped)
  }

  /// The buffer of an instance that was just made.
  package init(_ made: borrowing OwnedObject) { unsafe self.init(made.object.pointer) }

  /// The Python object, borrowed.
  public var object: Object {
    unsafe Object(UnsafeMutableRawPointer(fields).assumingMemoryBound(to: PyObject.self))
  }

  /// Whether it exports nothing: its memory has been given back, or is being moved.
  public var isReleased: Bool { unsafe start == nil }

  /// The first element, for a look without a pin; nil if it is released.
  @inline(__always)
  var start: UnsafeMutableRawPointer? {
    get { unsafe swiftbuf_load(&fields.pointee.start) }
    nonmutating set { unsafe swiftbuf_store(&fields.pointee.start, newValue) }
  }

  /// Refuses what has been released.
  @inline(__always)
  public func check() throws(Failure) {
    guard !isReleased else { throw released }
  }

  @inline(never)
  var released: Failure {
    // While memory moves, its owner is there still.
    ownerKind == .none
      ? .value("operation on a released \(typeOf: object)")
      : .value("operation on a released \(typeOf: object): its memory is being moved")
  }

  /// The format of its elements. This and the next are as `memoryview` has them.
  public var format: ElementFormat { unsafe fields.pointee.format }
  /// The number of dimensions (`memoryview.ndim`).
  public var ndim: Int { unsafe Int(fields.pointee.ndim) }
  /// The bytes of all elements (`memoryview.nbytes`).
  public var byteCount: Int { unsafe fields.pointee.byteCount }
  /// How many views refer to the memory now: buffer views and, of a Waveform, slices.
  public var exports: Int { unsafe swiftbuf_count(&fields.pointee.exports) }
  package var traits: BufferTraits { unsafe fields.pointee.traits }
  /// Whether views that may be written are refused (`memoryview.readonly`).
  public var isReadOnly: Bool { traits.contains(.readOnly) }

  /// The layout, which the object keeps.
  package var layout: BufferLayout {
    unsafe BufferLayout(
      size: format.size, ndim: ndim, shape: shapeStart, strides: shapeStart + ndim)
  }

  /// The lengths; the strides follow them.
  @inline(__always)
  package var shapeStart: UnsafeMutablePointer<Int> {
    unsafe fields.pointee.dimensions ?? inlineDimensions
  }

  /// The text of the format, which the object keeps.
  var formatText: UnsafeMutablePointer<CChar> {
    unsafe (UnsafeMutableRawPointer(fields) + BufferObject.formatTextOffset)
      .assumingMemoryBound(to: CChar.self)
  }

  /// Whether a view says of its elements what an export of this object says.
  @unsafe
  package func isFormat(of view: UnsafePointer<Py_buffer>) -> Bool {
    unsafe view.pointee.format == formatText
  }

  /// The place behind the struct.
  var inlineDimensions: UnsafeMutablePointer<Int> {
    unsafe UnsafeMutableRawPointer(fields + 1).assumingMemoryBound(to: Int.self)
  }

  /// The length and the stride where there is one dimension.
  @inline(__always)
  package var lengthOfRun: Int { unsafe inlineDimensions[0] }
  @inline(__always)
  package var strideOfRun: Int { unsafe inlineDimensions[1] }
}
