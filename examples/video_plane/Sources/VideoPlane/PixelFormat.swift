import BufferProtocol
import CFFmpeg

/// Why the pixels of a frame are not arrays of samples.
/// - Python: base=ValueError
public struct PixelFormatError: Error, CustomStringConvertible {
  /// FFmpeg's name of the pixel format.
  public let format: String
  public let reason: String
  public var description: String { "pixel format '\(format)': \(reason)" }
}

/// How pixels are stored in the planes of a picture: FFmpeg's table of pixel formats, as arrays.
@safe
struct PixelFormat {
  private let descriptor: UnsafePointer<AVPixFmtDescriptor>

  /// nil if FFmpeg does not know the number.
  init?(_ number: CInt) {
    guard let descriptor = unsafe av_pix_fmt_desc_get(AVPixelFormat(number)) else { return nil }
    unsafe self.descriptor = descriptor
  }

  var name: String { unsafe String(cString: descriptor.pointee.name) }

  /// The arrays of samples that the planes of a picture are.
  func layouts(width: Int, height: Int) throws(PixelFormatError) -> [PlaneLayout] {
    for refusal in Self.refusals where has(refusal.flag) {
      throw PixelFormatError(format: name, reason: refusal.reason)
    }
    // One more plane than the highest that a component is in.
    let count = (0..<componentCount).reduce(0) { max($0, component($1).plane + 1) }
    var layouts: [PlaneLayout] = []
    for plane in 0..<count {
      guard let layout = layout(of: plane, width: width, height: height) else {
        throw PixelFormatError(format: name, reason: "its components share bytes")
      }
      layouts.append(layout)
    }
    return layouts
  }

  /// The array of a plane; nil if its components share bytes, as in rgb565.
  private func layout(of plane: Int, width: Int, height: Int) -> PlaneLayout? {
    var widest: Component?
    var places = 0
    for index in 0..<componentCount {
      let component = component(index)
      guard component.plane == plane else { continue }
      guard component.isWholeSample, component.size == (widest ?? component).size,
        places & component.place == 0
      else { return nil }
      places |= component.place
      if component.step > widest?.step ?? 0 { widest = component }
    }
    guard let widest, let sample = sample(size: widest.size) else { return nil }
    return PlaneLayout(
      sample: sample, rows: widest.isChroma ? ceilingShift(height, chroma.rows) : height,
      columns: widest.isChroma ? ceilingShift(width, chroma.columns) : width,
      depth: widest.step / widest.size)
  }
}

/// A plane as an array: `depth` samples in each of `columns` places of each row.
///
/// A place is a pixel; in a plane of chroma it is all pixels that share their chroma, and in packed
/// 4:2:2 (yuyv422) two pixels.
struct PlaneLayout {
  let sample: ElementFormat
  let rows: Int
  let columns: Int
  let depth: Int
}

extension PixelFormat {
  /// One component of a pixel in bytes (`AVComponentDescriptor`).
  private struct Component {
    let plane: Int
    /// Bytes from one sample of it to the next.
    let step: Int
    /// Bytes before the first one.
    let offset: Int
    /// Bytes of a sample, unused bits included.
    let size: Int
    /// Whether it is U or V, of which there may be less than of Y.
    let isChroma: Bool

    var isWholeSample: Bool {
      offset >= 0 && offset < 32 && offset % size == 0 && step % size == 0
    }

    /// A bit for its offset.
    var place: Int { 1 << offset }
  }

  /// The flags of formats that are refused, and why.
  private static let refusals: [(flag: CInt, reason: String)] = [
    (AV_PIX_FMT_FLAG_HWACCEL, "its pixels are not in main memory"),
    (AV_PIX_FMT_FLAG_PAL, "its pixels are indices of a palette"),
    (AV_PIX_FMT_FLAG_BITSTREAM, "its pixels are smaller than a byte"),
  ]

  private var componentCount: Int { unsafe Int(descriptor.pointee.nb_components) }

  private var chroma: (rows: Int, columns: Int) {
    unsafe (Int(descriptor.pointee.log2_chroma_h), Int(descriptor.pointee.log2_chroma_w))
  }

  private func has(_ flag: CInt) -> Bool {
    unsafe descriptor.pointee.flags & UInt64(truncatingIfNeeded: flag) != 0
  }

  private func component(_ index: Int) -> Component {
    let component = unsafe ffmpeg_component(descriptor, CInt(truncatingIfNeeded: index))
    return Component(
      plane: Int(component.plane), step: Int(component.step), offset: Int(component.offset),
      size: max(1, (Int(component.depth) + Int(component.shift) + 7) / 8),
      isChroma: index == 1 || index == 2)
  }

  /// The element that a sample of so many bytes is.
  private func sample(size: Int) -> ElementFormat? {
    let native: ElementFormat
    switch (size, has(AV_PIX_FMT_FLAG_FLOAT)) {
    case (1, false): native = .uint8
    case (2, false): native = .uint16
    case (4, false): native = .uint32
    case (2, true): native = .half
    case (4, true): native = .float
    default: return nil
    }
    let isNative = has(AV_PIX_FMT_FLAG_BE) == (UInt16(1).bigEndian == 1)
    return isNative ? native : native.byteSwapped
  }

  /// FFmpeg's AV_CEIL_RSHIFT: an odd width has one more column of chroma than half of it.
  private func ceilingShift(_ length: Int, _ shift: Int) -> Int {
    (length + (1 << shift) - 1) >> shift
  }
}
