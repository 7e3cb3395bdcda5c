/// The owner of memory that Swift code exports: derive a class from it that holds the memory and
/// frees it in `deinit`.
///
/// Every Python object that shows the memory holds a strong reference, and every view of such an
/// object keeps the object: `deinit` runs when the last of them is gone, with the GIL, and must
/// raise nothing. Several objects can stand on one storage, as the planes of a video frame do.
///
/// The garbage collector does not look into a storage: a Python object that it holds, and that
/// holds an exporter of this storage in turn, is never collected.
open class Storage {
  /// A storage; a class derived from it has the memory.
  public init() {}

  /// A view of `buffer` has been granted (Cython's `__getbuffer__`) and counts in `buffer.exports`
  /// already. Called only for types that are made with `observed: true`.
  ///
  /// - Throws: what refuses the view after all.
  open func viewTaken(of buffer: Buffer, _ request: BufferRequest) throws(Failure) {}

  /// A view of `buffer` has been given back (Cython's `__releasebuffer__`); `buffer.exports` is 0
  /// after the last. It must raise nothing. Called only for types that are made with
  /// `observed: true`.
  open func viewReturned(to buffer: Buffer) {}
}
