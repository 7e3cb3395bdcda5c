import BufferProtocol
import CFFmpeg

/// The video stream of one file: demuxing and decoding. Only one thread at a time may be in it.
@safe
final class VideoStream {
  private let path: FileSystemPath
  private var file: UnsafeMutablePointer<AVFormatContext>?
  private var codec: UnsafeMutablePointer<AVCodecContext>?
  private var packet: UnsafeMutablePointer<AVPacket>?
  private var stream: CInt = 0
  private var timeBase = AVRational(num: 0, den: 1)

  /// Opens a file and a decoder for the stream that FFmpeg finds the best.
  init(_ path: FileSystemPath) throws(DecodingError) {
    self.path = path
    // With "file:", FFmpeg takes what follows for a path whatever is in it.
    let url = Array("file:".utf8) + path.bytes + [0]
    try check(
      unsafe url.withUnsafeBytes { url in
        unsafe avformat_open_input(
          &file, url.baseAddress?.assumingMemoryBound(to: CChar.self), nil, nil)
      })
    unsafe try check(avformat_find_stream_info(file, nil))
    var decoder: UnsafePointer<AVCodec>?
    stream = unsafe try check(av_find_best_stream(file, AVMEDIA_TYPE_VIDEO, -1, -1, &decoder, 0))
    unsafe packet = av_packet_alloc()
    unsafe codec = avcodec_alloc_context3(decoder)
    guard let file = unsafe file, let codec = unsafe codec, unsafe packet != nil,
      let source = unsafe ffmpeg_stream(file, stream)
    else { throw noMemory }
    unsafe timeBase = source.pointee.time_base
    unsafe try check(avcodec_parameters_to_context(codec, source.pointee.codecpar))
    // A picture that is cropped on the left starts where it starts, not at the next aligned pixel.
    unsafe codec.pointee.flags |= AV_CODEC_FLAG_UNALIGNED
    unsafe try check(avcodec_open2(codec, decoder, nil))
  }

  deinit {
    unsafe avcodec_free_context(&codec)
    unsafe av_packet_free(&packet)
    unsafe avformat_close_input(&file)
  }

  /// The next frame; nil after the last one.
  func next() throws(DecodingError) -> Frame? {
    guard let frame = unsafe av_frame_alloc() else { throw noMemory }
    let result = unsafe Frame(owning: frame, timeBase: timeBase)
    while true {
      let status = unsafe avcodec_receive_frame(codec, frame)
      switch status {
      case ffmpeg_end_of_file(): return nil
      case ffmpeg_try_again(): try feed()
      default:
        try check(status)
        return result
      }
    }
  }

  /// Gives the codec the next packet of the stream, or tells it that there is none.
  private func feed() throws(DecodingError) {
    // A packet that the codec has made a frame of, without a copy, is the frame's alone from here.
    defer { unsafe av_packet_unref(packet) }
    repeat {
      unsafe av_packet_unref(packet)
      let status = unsafe av_read_frame(file, packet)
      guard status != ffmpeg_end_of_file() else {
        unsafe try check(avcodec_send_packet(codec, nil))
        return
      }
      try check(status)
    } while unsafe packet?.pointee.stream_index != stream
    unsafe try check(avcodec_send_packet(codec, packet))
  }

  /// Returns the status of a function of FFmpeg if it is not an error.
  @discardableResult
  private func check(_ status: CInt) throws(DecodingError) -> CInt {
    guard status >= 0 else { throw .ffmpeg(status, path) }
    return status
  }

  private var noMemory: DecodingError { .ffmpeg(ffmpeg_no_memory(), path) }
}
