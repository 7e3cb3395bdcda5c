import BufferProtocol
import CFFmpeg

/// How pixels are stored in the planes of a picture: FFmpeg's table of pixel formats, as arrays.
@safe
struct PixelFormat {
  private let descriptor: UnsafePointer<AVPixFmtDescriptor>

  /// nil if FFmpeg does not know the number.
  init?(_ number: CInt) {
    guard let descriptor = unsafe av_pix_fmt_desc_get(AVPixelFormat(number)) else { return nil }
    unsafe self.descriptor = descriptor
  }

  var name: UnsafePointer<CChar> { unsafe descriptor.pointee.name }

  /// Planes of a picture: one more than the highest that a component is in.
  var planeCount: Int {
    (0..<componentCount).reduce(0) { max($0, component($1).plane + 1) }
  }

  /// Why pixels of this format are not an array; nil if they may be.
  var refusal: StaticString? {
    for row in 0..<Self.refusals.count where has(Self.refusals[row].flag) {
      return Self.refusals[row].reason
    }
    return nil
  }

  /// The array of samples that a plane is; nil if its components share bytes, as in rgb565.
  func layout(of plane: Int, width: Int, height: Int) -> PlaneLayout? {
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

  private struct Refusal {
    let flag: CInt
    let reason: StaticString
  }

  private static let refusals: InlineArray<3, Refusal> = [
    Refusal(flag: AV_PIX_FMT_FLAG_HWACCEL, reason: "its pixels are not in main memory"),
    Refusal(flag: AV_PIX_FMT_FLAG_PAL, reason: "its pixels are indices of a palette"),
    Refusal(flag: AV_PIX_FMT_FLAG_BITSTREAM, reason: "its pixels are smaller than a byte"),
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
