import CFFmpeg

/// One decoded picture.
///
/// FFmpeg counts the references to a frame's buffers, so it outlives the decoder.
@safe
public final class Frame {
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

  /// Pixels of a row.
  public var width: Int { unsafe Int(frame.pointee.width) }

  /// Rows.
  public var height: Int { unsafe Int(frame.pointee.height) }

  /// FFmpeg's name of the pixel format, such as 'yuv420p'.
  public var format: String? { pixelFormat?.name }

  /// Seconds on the clock of the stream; None if the file has none.
  public var time: Double? {
    let timestamp = unsafe frame.pointee.best_effort_timestamp
    return timestamp == ffmpeg_no_timestamp() ? nil : Double(timestamp) * av_q2d(timeBase)
  }

  /// Whether the file is damaged here, so that FFmpeg has made up pixels.
  public var isCorrupt: Bool {
    unsafe frame.pointee.decode_error_flags != 0
      || frame.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0
  }

  /// A list of Planes over the memory of this frame, made anew each time.
  ///
  /// PixelFormatError if pixels of its format are not whole samples, as in 'pal8' and 'rgb565le'.
  public var planes: [Plane] {
    get throws(PixelFormatError) {
      guard let pixelFormat else {
        let number = unsafe frame.pointee.format
        throw PixelFormatError(format: "\(number)", reason: "FFmpeg has no name for it")
      }
      let layouts = try pixelFormat.layouts(width: width, height: height)
      return layouts.indices.map { index in
        let (start, stride) = unsafe rows(of: index)
        return unsafe Plane(self, start, stride, layouts[index], readOnly: isShared)
      }
    }
  }

  private var pixelFormat: PixelFormat? { unsafe PixelFormat(frame.pointee.format) }

  /// Whether anybody else may read the picture, as a codec does that predicts later pictures from
  /// it (`av_frame_is_writable`). Once false it stays false: only this object could share it again.
  private var isShared: Bool { unsafe av_frame_is_writable(frame) == 0 }

  /// The first sample of a plane's top row, and the bytes from there to the next row, which are
  /// negative in a picture that is stored from the bottom up.
  private func rows(of plane: Int) -> (start: UnsafeMutableRawPointer?, stride: Int) {
    let index = CInt(truncatingIfNeeded: plane)
    return unsafe (
      UnsafeMutableRawPointer(ffmpeg_plane(frame, index)), Int(ffmpeg_line_size(frame, index))
    )
  }
}
