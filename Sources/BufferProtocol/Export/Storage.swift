/// The owner of memory that Swift code exports. Derive a class that holds the memory and frees it
/// in `deinit`.
///
/// Every Python object that exports the memory holds a strong reference to the storage, and every
/// view keeps such an object alive. `deinit` runs with the GIL when the last of them is gone, and
/// must not raise. Several objects can share a storage, such as the planes of a video frame.
///
/// The garbage collector does not look into a storage: if it holds a Python object that in turn
/// holds an exporter of this storage, neither is ever collected.
open class Storage {
  /// A storage. Subclasses hold the memory.
  public init() {}

  /// Called when a view of `buffer` has been granted and counted in `buffer.exports` (Cython's
  /// `__getbuffer__`). Only for types made with `observed: true`.
  ///
  /// - Throws: an error that refuses the view after all.
  open func viewTaken(of buffer: Buffer, _ request: BufferRequest) throws(Failure) {}

  /// Called when a view of `buffer` has been released (Cython's `__releasebuffer__`);
  /// `buffer.exports` is 0 after the last. It must not raise. Only for types made with `observed:
  /// true`.
  open func viewReturned(to buffer: Buffer) {}
}
