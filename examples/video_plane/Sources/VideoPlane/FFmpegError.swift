import BufferProtocol
import CFFmpeg
import CPython

/// The error code of a failed function of FFmpeg. Unlike a `Failure` it may be made without
/// the GIL.
struct FFmpegError: Error {
  let status: CInt

  static var noMemory: FFmpegError { FFmpegError(status: ffmpeg_no_memory()) }

  /// Returns the code if it is not an error.
  @discardableResult
  static func check(_ status: CInt) throws(FFmpegError) -> CInt {
    guard status >= 0 else { throw FFmpegError(status: status) }
    return status
  }

  /// The Python exception: what the system says of a file is an OSError, what FFmpeg says of its
  /// contents a ValueError, and both name `path`.
  ///
  /// FFmpeg has the system's numbers and its own ones in one `int`. Its own are far above any
  /// `errno`, but it says EINVAL, EIO and ENOSYS of contents too, EIO where a file ends too early.
  func failure(_ path: Object) -> Failure {
    switch ffmpeg_errno(status) {
    case ENOMEM: .memory("\(path, upTo: 500): no memory to decode it")
    case EINVAL, EIO, ENOSYS: contentFailure(path)
    case let code where code < 4096: .system(code, path: path)
    default: contentFailure(path)
    }
  }

  private func contentFailure(_ path: Object) -> Failure {
    do throws(Failure) {
      var text = InlineArray<256, CChar>(repeating: 0)
      let message = unsafe try withUnsafeMutablePointer(to: &text) { text throws(Failure) in
        let start = unsafe UnsafeMutableRawPointer(text).assumingMemoryBound(to: CChar.self)
        unsafe av_strerror(status, start, 256)
        return unsafe try OwnedObject(cString: start)
      }
      return .value("\(path, upTo: 500): FFmpeg says \(message.object)")
    } catch {
      return error
    }
  }
}
