import BufferProtocol
import CFFmpeg

/// One decoded picture, which its planes keep: the storage behind them.
///
/// FFmpeg counts the references to a frame's buffers, so it outlives the decoder.
@safe
final class VideoFrame: Storage {
  private let frame: UnsafeMutablePointer<AVFrame>
  private let timeBase: AVRational

  /// Takes over `frame`.
  init(owning frame: UnsafeMutablePointer<AVFrame>, timeBase: AVRational) {
    unsafe self.frame = frame
    self.timeBase = timeBase
  }

  deinit {
    var frame: UnsafeMutablePointer<AVFrame>? = unsafe frame
    unsafe av_frame_free(&frame)
  }

  var width: Int { unsafe Int(frame.pointee.width) }
  var height: Int { unsafe Int(frame.pointee.height) }
  var pixelFormat: PixelFormat? { unsafe PixelFormat(frame.pointee.format) }

  /// Seconds from the start of the stream's clock, where the file says.
  var time: Double? {
    let timestamp = unsafe frame.pointee.best_effort_timestamp
    return timestamp == ffmpeg_no_timestamp() ? nil : Double(timestamp) * av_q2d(timeBase)
  }

  /// Whether the file was damaged here and FFmpeg has made up pixels.
  var isCorrupt: Bool {
    unsafe frame.pointee.decode_error_flags != 0
      || frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
  }

  /// Whether anybody else may read the picture, as a codec does that predicts later pictures from
  /// it (`av_frame_is_writable`). Once false it stays false: only this object could share it again.
  var isShared: Bool { unsafe av_frame_is_writable(frame) == 0 }

  /// The first sample of a plane's top row, and the bytes from there to the next row, which are
  /// negative in a picture that is stored from the bottom up.
  func rows(of plane: Int) -> (start: UnsafeMutableRawPointer?, stride: Int) {
    let index = CInt(truncatingIfNeeded: plane)
    return unsafe (
      UnsafeMutableRawPointer(ffmpeg_plane(frame, index)), Int(ffmpeg_line_size(frame, index))
    )
  }
}
