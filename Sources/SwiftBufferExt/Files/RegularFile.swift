import BufferProtocol
import CPython

// Reading and mapping files. Every function here may be called without the GIL.

/// An open regular file, closed at the end of its scope.
struct RegularFile: ~Copyable {
  let byteCount: Int
  private let descriptor: CInt

  /// Why a file cannot be opened, read or mapped.
  enum FileError: Error {
    /// The `errno` of the call that failed.
    case system(CInt)
    /// A device, a FIFO, a socket: something without a length.
    case notRegular
  }

  /// Opens `path` (`open`, `fstat`) without ever blocking, whatever kind of file it is.
  init(opening path: UnsafePointer<CChar>, writable: Bool = false) throws(FileError) {
    let descriptor = unsafe swiftbuf_open(path, writable ? 1 : 0)
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
  ) throws(FileError) -> Int? {
    let got = unsafe pread(descriptor, start, count, offset)
    guard got < 0 else { return got }
    let code = swiftbuf_errno()
    guard code == EINTR else { throw .system(code) }
    return nil
  }

  /// Maps `count` bytes from `offset` on (`mmap`); the map outlives the file, and `Buffer` unmaps
  /// it. nil for zero bytes.
  func map(_ mode: MapMode, count: Int, offset: Int) throws(FileError) -> UnsafeMutableRawPointer? {
    guard count > 0 else { return nil }
    let lead = offset % Mapping.pageSize
    let (size, overflow) = count.addingReportingOverflow(lead)
    guard !overflow else { throw .system(EOVERFLOW) }
    guard
      let pages = unsafe swiftbuf_map_file(
        descriptor, size, offset - lead, mode == .readOnly ? 0 : 1, mode == .copyOnWrite ? 0 : 1)
    else { throw .system(swiftbuf_errno()) }
    return unsafe pages + lead
  }
}
