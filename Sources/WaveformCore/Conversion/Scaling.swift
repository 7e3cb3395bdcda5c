import BufferProtocol
import VectorLoops

/// What `convert` does with each value: a product and a sum in float64, and which results are
/// errors.
package struct Scaling {
  /// What happens to results out of the target's range.
  package enum Overflow: UInt8, Sendable {
    case raise, clip
  }

  package let scale: Complex<Double>
  package let offset: Complex<Double>
  /// Whether the product is complex. A real factor multiplies each component.
  package let isComplex: Bool
  let overflow: Overflow

  package init(
    scale: Complex<Double>, offset: Complex<Double>, isComplex: Bool, overflow: Overflow
  ) {
    self.scale = scale
    self.offset = offset
    self.isComplex = isComplex
    self.overflow = overflow
  }

  /// Keeps values as they are.
  static var identity: Scaling {
    Scaling(
      scale: Complex(real: 1, imaginary: 0), offset: Complex(real: 0, imaginary: 0),
      isComplex: false, overflow: .raise)
  }

  /// Whether values do not change, so that there is no arithmetic.
  package var isIdentity: Bool {
    scale.real == 1 && scale.imaginary == 0 && offset.real == 0 && offset.imaginary == 0
  }

  var clips: Bool { overflow == .clip }

  /// The same for the loops. -0.0 changes no number that it is added to.
  var line: swiftbuf_line {
    var line = swiftbuf_line()
    line.scale = scale.real
    line.imaginary_scale = scale.imaginary
    line.offset = isIdentity ? -0.0 : offset.real
    line.imaginary_offset = isIdentity ? -0.0 : offset.imaginary
    line.mask = isComplex ? 1 : 0
    return line
  }
}

extension Number {
  /// The first magnitude in float64 that rounds to infinity: halfway from the greatest finite
  /// number to the next power of two. Infinity if there is none.
  var overflow: Double {
    switch self {
    case .half: Half.overflow
    case .float: 0x1.ffffffp127
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .double: .infinity
    }
  }

  /// The greatest finite number of a floating-point kind.
  var greatestFinite: Double {
    switch self {
    case .half: 65504
    case .float: Double(Float.greatestFiniteMagnitude)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64, .double:
      .greatestFiniteMagnitude
    }
  }
}

extension Chain {
  /// Appends the product and the sum, in float64.
  mutating func scale(_ scaling: Scaling) {
    if scaling.isIdentity { return unsafe convert(to: .double) }
    if unsafe components == 2 {
      unsafe convert(to: .double)
      return unsafe append(swiftbuf_complex(), scaling.line, numbers: 1, to: .double)
    }
    unsafe widen()
    unsafe append(swiftbuf_to_f64(number.index), scaling.line, to: .double)
  }

  /// Appends the same, rounded to floating point, and clipped if `clipsTo` is given.
  mutating func scale(_ scaling: Scaling, to target: Number, clipsTo limit: Double? = nil) {
    let rounds = unsafe target == .float && limit == nil && components == 1
    if rounds, !scaling.isIdentity {
      unsafe widen()
      return unsafe append(swiftbuf_to_f32(number.index), scaling.line, to: .float)
    }
    if limit == nil, scaling.isIdentity { return unsafe convert(to: target) }
    unsafe scale(scaling)
    unsafe round(to: target, clipsTo: limit)
  }

  /// Appends a conversion of float64 to floating point, clipped if `clipsTo` is given.
  mutating func round(to target: Number, clipsTo limit: Double?) {
    if let limit {
      var line = unsafe self.line
      line.low = -limit
      line.high = limit
      unsafe append(swiftbuf_clip(), line, to: .double)
    }
    unsafe convert(to: target)
  }

  /// Appends the same, clipped and rounded to integers.
  mutating func scale(_ scaling: Scaling, toInteger into: Numbers) {
    var line = scaling.line
    let target = into.number
    let (low, high) = into.integerRange
    line.low = Double(low)
    line.high = Double(high)
    if unsafe number == .half { unsafe convert(to: .float) }
    if unsafe number == .float, let loop = unsafe swiftbuf_from_f32(target.index) {
      return unsafe append(loop, line, to: target)
    }
    unsafe convert(to: .double)
    unsafe append(swiftbuf_from_f64(target.index), line, to: target)
  }

  /// Appends a conversion to the nearest integers of another kind. 64-bit integers are compared as
  /// such; all others are exact in float64, and 64-bit targets are clipped.
  mutating func saturate(to into: Numbers) {
    let target = into.number
    if unsafe number == .int64, target == .uint64 {
      unsafe append(swiftbuf_saturate_i64_u64, to: target)
    } else if unsafe number == .uint64, target == .int64 {
      unsafe append(swiftbuf_saturate_u64_i64, to: target)
    } else {
      unsafe scale(.identity, toInteger: into)
    }
  }

  /// Appends a conversion to a number that has loops for products.
  private mutating func widen() {
    switch unsafe number {
    case .half: unsafe convert(to: .float)
    case .int64, .uint64: unsafe convert(to: .double)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .float, .double: break
    }
  }
}
