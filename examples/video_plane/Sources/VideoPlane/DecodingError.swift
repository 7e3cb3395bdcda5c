import BufferProtocol
import CFFmpeg

/// Why there is no frame.
public enum DecodingError: Error {
  case closed
  case busy
  /// What a function of FFmpeg returned for a file.
  case ffmpeg(CInt, FileSystemPath)
}

extension DecodingError: RaisedInPython {
  /// The exception: what the system says of a file is an OSError, what FFmpeg says of its contents
  /// a ValueError, and both name the path.
  ///
  /// FFmpeg has the system's numbers and its own ones in one `int`. Its own are far above any
  /// `errno`, but it says EINVAL, EIO and ENOSYS of contents too, EIO where a file ends too early.
  public func failure(in scope: Scope) throws(Failure) -> Failure {
    switch self {
    case .closed: return .value("decoder: it is closed")
    case .busy: return .value("decoder: another thread is waiting for a frame of it")
    case .ffmpeg(let status, let path):
      let path = try path.toPython(in: scope)
      switch ffmpeg_errno(status) {
      case ENOMEM: return .memory("\(path.object, upTo: 500): no memory to decode it")
      case let code where code < 4096 && ![EINVAL, EIO, ENOSYS].contains(code):
        return .system(code, path: path.object)
      default: return .value("\(path.object, upTo: 500): FFmpeg says '\(said(status))'")
      }
    }
  }
}

/// FFmpeg's text for an error.
private func said(_ status: CInt) -> String {
  var text = InlineArray<256, CChar>(repeating: 0)
  return unsafe withUnsafeMutablePointer(to: &text) { text in
    let start = unsafe UnsafeMutableRawPointer(text).assumingMemoryBound(to: CChar.self)
    unsafe av_strerror(status, start, 256)
    return unsafe String(cString: start)
  }
}
