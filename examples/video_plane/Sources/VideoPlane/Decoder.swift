import BufferProtocol
import CFFmpeg
import Synchronization

/// The frames of a video file, decoded one by one as they are asked for.
public final class Decoder {
  private enum State {
    case open(VideoStream)
    /// After the last frame, or an error: there are no more.
    case ended
    case closed
  }

  /// Changes only while `isBusy`.
  private var state: State
  /// Whether a thread is in a call.
  private let isBusy = Atomic(false)

  fileprivate init(_ stream: VideoStream) { state = .open(stream) }

  /// The next frame; nil after the last one, and after an error.
  /// - Python: name=__next__, withoutGIL
  public func next() throws(DecodingError) -> Frame? {
    try alone { () throws(DecodingError) in
      switch state {
      case .closed: throw .closed
      case .ended: return nil
      case .open(let stream):
        // If it throws, there are no more frames either.
        state = .ended
        guard let frame = try stream.next() else { return nil }
        state = .open(stream)
        return frame
      }
    }
  }

  /// Close the file. Frames and planes stay; asking for another frame is a ValueError.
  public func close() throws(DecodingError) {
    try alone { () throws(DecodingError) in state = .closed }
  }

  /// Calls `body` unless another thread is in a call.
  private func alone<Result>(
    _ body: () throws(DecodingError) -> Result
  ) throws(DecodingError) -> Result {
    guard isBusy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { throw .busy }
    defer { isBusy.store(false, ordering: .releasing) }
    return try body()
  }
}

/// Decode the video in the file of this path: an iterator of Frames.
///
/// OSError if the file cannot be read, ValueError if FFmpeg finds no video that it can decode.
/// - Python: withoutGIL
public func decode(path: FileSystemPath) throws(DecodingError) -> Decoder {
  // What FFmpeg has to say comes as an exception, not on stderr.
  av_log_set_level(AV_LOG_QUIET)
  return Decoder(try VideoStream(path))
}
