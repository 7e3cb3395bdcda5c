import CPython

// Reading a file into memory, without the GIL: every function here may be called while it is not held.

/// An open regular file, closed when the value goes out of scope.
struct InputFile: ~Copyable {
  let byteCount: Int
  private let descriptor: CInt

  /// Why a file cannot be read.
  enum Refusal: Error {
    /// The `errno` of the call that failed.
    case system(CInt)
    /// A device, a FIFO, a socket: nothing that has a length.
    case notRegular
  }

  /// Opens `path` (`open`, `fstat`); it never waits, whatever kind of file that is.
  init(opening path: UnsafePointer<CChar>) throws(Refusal) {
    let descriptor = unsafe swiftbuf_open_to_read(path)
    var status = stat()
    guard descriptor >= 0 else {
      let code = swiftbuf_errno()
      // A socket cannot be opened at all.
      let isSpecial = unsafe code == ENXIO && swiftbuf_status_of_path(path, &status) == 0
      throw isSpecial ? .notRegular : .system(code)
    }
    guard unsafe swiftbuf_status(descriptor, &status) == 0 else {
      let code = swiftbuf_errno()
      close(descriptor)
      throw .system(code)
    }
    guard swiftbuf_is_regular(status.st_mode) != 0 else {
      close(descriptor)
      throw swiftbuf_is_directory(status.st_mode) != 0 ? .system(EISDIR) : .notRegular
    }
    self.descriptor = descriptor
    byteCount = status.st_size
  }

  deinit { close(descriptor) }

  /// Reads up to `count` bytes from `offset` on (`pread`).
  ///
  /// - Returns: the bytes read, 0 at the end of the file; nil if a signal came first.
  func read(
    into start: UnsafeMutableRawPointer, count: Int, offset: Int
  ) throws(Refusal) -> Int? {
    let got = unsafe pread(descriptor, start, count, offset)
    guard got < 0 else { return got }
    let code = swiftbuf_errno()
    guard code == EINTR else { throw .system(code) }
    return nil
  }
}
