import BufferProtocol
import CPython

/// A decoder in the hands of Python threads: it works without the GIL, for one call at a time.
final class Decoding {
  private enum State {
    case open(Decoder)
    /// After the last frame, or an error: there are no more.
    case ended
    case closed
  }

  /// A str or bytes, for errors.
  private let path: OwnedObject
  private var state: State
  /// Changes only under the GIL.
  private var isBusy = false

  private init(_ decoder: Decoder, path: consuming OwnedObject) {
    state = .open(decoder)
    self.path = path
  }

  /// Opens the file of `path`, a str, bytes or `os.PathLike`.
  ///
  /// An initialiser that threw would leave its half-made instance behind (Embedded Swift 6.3).
  static func open(_ path: Object) throws(Failure) -> Decoding {
    let path = unsafe try OwnedObject(new: PyOS_FSPath(path.pointer))
    let url = try fileURL(path.object)
    guard let text = unsafe PyBytes_AsString(url.object.pointer) else { throw .pending }
    do throws(FFmpegError) {
      let decoder = try withoutGIL { () throws(FFmpegError) in unsafe try Decoder(text) }
      return Decoding(decoder, path: path)
    } catch {
      throw error.failure(path.object)
    }
  }

  /// The next frame; nil after the last one.
  ///
  /// - Throws: `.value` if another thread is waiting for a frame or it is closed; what FFmpeg says,
  ///   after which there are no more frames.
  func next() throws(Failure) -> VideoFrame? {
    try checkIdle()
    switch state {
    case .closed: throw .value("decoder: it is closed")
    case .ended: return nil
    case .open(let decoder):
      isBusy = true
      defer { isBusy = false }
      do throws(FFmpegError) {
        let frame = try withoutGIL { () throws(FFmpegError) in try decoder.next() }
        if frame == nil { state = .ended }
        return frame
      } catch {
        state = .ended
        throw error.failure(path.object)
      }
    }
  }

  /// Closes the file. Frames and planes stay.
  ///
  /// - Throws: `.value` if another thread is waiting for a frame.
  func close() throws(Failure) {
    try checkIdle()
    state = .closed
  }

  private func checkIdle() throws(Failure) {
    guard !isBusy else { throw .value("decoder: another thread is waiting for a frame of it") }
  }
}

/// The path as FFmpeg takes it for a file whatever is in its name.
private func fileURL(_ path: Object) throws(Failure) -> OwnedObject {
  let encoded = try path.encodedPath().take()
  var url = unsafe PyBytes_FromString("file:")
  // Takes both references; nil if there is no memory.
  unsafe PyBytes_ConcatAndDel(&url, encoded)
  return unsafe try OwnedObject(new: url)
}
