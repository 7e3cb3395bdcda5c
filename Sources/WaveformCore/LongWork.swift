import BufferProtocol
import CPython

/// Work on many elements: without the GIL if it is much, and Ctrl-C ends it either way.
///
/// What it works on is held by whoever starts it, by a count of exports, and it touches no Python
/// object.
@safe
package final class LongWork {
  /// The thread's state while the GIL is given up (`PyEval_SaveThread`), the same each time.
  private let thread: UnsafeMutableRawPointer?
  private var sinceLook = 0

  /// So many elements are done between two looks for signals, which takes milliseconds.
  private static var stretch: Int { 1 << 24 }

  /// Runs `body` for work on `byteCount` bytes. What it throws comes from `did` alone.
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

  /// Counts elements that are done, and looks for signals when it is time.
  ///
  /// - Throws: what a signal handler raises (`PyErr_CheckSignals`), with the GIL given up again.
  package func did(_ count: Int) throws(Failure) {
    sinceLook &+= count
    guard sinceLook >= Self.stretch else { return }
    sinceLook = 0
    if let thread = unsafe thread { unsafe swiftbuf_restore_thread(thread) }
    defer { if unsafe thread != nil { _ = unsafe swiftbuf_save_thread() } }
    guard PyErr_CheckSignals() == 0 else { throw .pending }
  }
}
