import BufferProtocol
import CPython

/// Work on many elements: without the GIL if there are many bytes, and always interruptible by
/// Ctrl-C.
///
/// The caller holds the memory through an export, and the work touches no Python object.
@safe
package final class LongWork {
  /// The thread state while the GIL is released (`PyEval_SaveThread`); it is the same each time.
  private let thread: UnsafeMutableRawPointer?
  private var sinceLook = 0

  /// The number of elements between two checks for signals, which takes milliseconds.
  private static var stretch: Int { 1 << 24 }

  /// Runs `body` for work on `byteCount` bytes. It throws only what `did` throws.
  package static func run(
    byteCount: Int, _ body: (LongWork) throws(Failure) -> Void
  ) throws(Failure) {
    guard byteCount >= bytesWorthReleasingTheGIL else {
      return unsafe try body(LongWork(thread: nil))
    }
    let thread = unsafe swiftbuf_save_thread()
    defer { unsafe swiftbuf_restore_thread(thread) }
    unsafe try body(LongWork(thread: thread))
  }

  private init(thread: UnsafeMutableRawPointer?) { unsafe self.thread = thread }

  /// Counts processed elements, and checks for signals from time to time.
  ///
  /// - Throws: what a signal handler raises (`PyErr_CheckSignals`), with the GIL released again.
  package func did(_ count: Int) throws(Failure) {
    sinceLook &+= count
    guard sinceLook >= Self.stretch else { return }
    sinceLook = 0
    if let thread = unsafe thread { unsafe swiftbuf_restore_thread(thread) }
    defer { if unsafe thread != nil { _ = unsafe swiftbuf_save_thread() } }
    guard PyErr_CheckSignals() == 0 else { throw .pending }
  }
}
