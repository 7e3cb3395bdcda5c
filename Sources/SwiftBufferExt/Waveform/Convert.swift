import BufferProtocol
import CPython
import WaveformCore

private let convertSignature = Signature(
  "convert", ["format", "scale", "offset", "overflow", "out"], required: 0, positional: 1)

/// `convert(format=None, *, scale=1, offset=0, overflow="raise", out=None)`.
func waveformConvert(
  _ self: PyObjectPointer?, _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int,
  _ names: PyObjectPointer?
) -> PyObjectPointer? {
  unsafe Buffer.method(self, convertSignature, vector, given, names) {
    buffer, arguments throws(Failure) in
    let format = try arguments[0].given.map { value throws(Failure) in
      try ElementFormat(argument: value)
    }
    // Converting the arguments can run any code, so the memory is pinned after that.
    let scaling = try Scaling(arguments[1], arguments[2], arguments[3])
    return unsafe try buffer.pinned { elements throws(Failure) in
      guard let out = arguments[4].given else {
        return unsafe try buffer.converted(elements, to: format, scaling)
      }
      unsafe try buffer.convert(elements, to: format, scaling, into: out)
      return out.retained()
    }
  }
}

extension Buffer {
  /// A Waveform of the results. The caller has pinned the memory.
  fileprivate func converted(
    _ elements: Elements, to format: ElementFormat?, _ scaling: Scaling
  ) throws(Failure) -> OwnedObject {
    let native = self.format.isSwapped ? self.format.byteSwapped : self.format
    let target = format ?? native
    try checkConversion(to: target, scaling)
    let conversion = unsafe Conversion(converting: self.format, to: target, scaling)
    var made = try UnfinishedBuffer(waveformType, ndim: ndim)
    for dimension in 0..<ndim { made.set(dimension, length: layout.length(dimension)) }
    return unsafe try made.filled(target) { start, _ throws(Failure) in
      unsafe try elements.withPacked(at: start, format: target) { fresh throws(Failure) in
        let converter = unsafe Converter(from: elements, to: fresh)
        if let outside = unsafe try converter.run(conversion, isFresh: true) {
          unsafe try refuse(elements, at: outside, for: target, scaling)
        }
      }
    }
  }

  /// Writes the results to another buffer. The caller has pinned the memory.
  fileprivate func convert(
    _ elements: Elements, to format: ElementFormat?, _ scaling: Scaling, into out: Object
  ) throws(Failure) {
    unsafe try out.withWritableElements { target throws(Failure) in
      let (outFormat, outLayout) = unsafe (target.format, target.elements.layout)
      if let format, !format.hasSameRepresentation(as: outFormat) {
        throw .value("format: '\(format)' is not '\(outFormat)', the format of out")
      }
      guard layout.hasSameShape(as: outLayout) else {
        throw .value("out: a buffer of shape \(outLayout) does not fit shape \(layout)")
      }
      try checkConversion(to: outFormat, scaling)
      let conversion = unsafe Conversion(converting: self.format, to: outFormat, scaling)
      if let outside = unsafe try conversion.run(from: elements, to: target.elements) {
        unsafe try refuse(elements, at: outside, for: outFormat, scaling)
      }
    }
  }

  /// - Throws: a TypeError if elements of one format cannot be converted to the other.
  private func checkConversion(to target: ElementFormat, _ scaling: Scaling) throws(Failure) {
    for format in [self.format, target] where format.isDescribed {
      throw .type("format: '\(format)' elements are not numbers\(fieldAdvice: format)")
    }
    for format in [self.format, target] where format.kind == .character {
      throw .type("format: '\(format)' elements are not numbers; cast('B') gives their bytes")
    }
    guard !target.isComplex, target.kind != .truth || scaling.isComplex else { return }
    if scaling.isComplex {
      throw .type("scale, offset: a complex number needs a complex format, not '\(target)'")
    }
    guard format.isComplex else { return }
    let real: StaticString = format.kind == .complexFloat ? "f" : "d"
    throw .type(
      "format: '\(format)' elements are complex and '\(target)' is not; cast('\(real)') gives the components"
    )
  }

  /// Raises a ValueError for the element at an index in C order.
  @inline(never)
  private func refuse(
    _ elements: Elements, at index: Int, for target: ElementFormat, _ scaling: Scaling
  ) throws(Failure) {
    let offset = unsafe elements.layout.offset(ofElement: index)
    let value = unsafe try format.load(elements.start + offset)
    // Computed last: a message that is not raised is not released.
    var place: Message { unsafe .place(index, of: elements.layout) }
    guard !scaling.isIdentity else {
      throw .value("value: \(value.object)\(place) is out of range for format '\(target)'")
    }
    let result = try scaling.result(of: value.object)
    throw .value(
      "value: \(value.object)\(place) becomes \(result.object), which is out of range for format '\(target)'"
    )
  }
}

extension ElementFormat {
  fileprivate var isComplex: Bool { kind == .complexFloat || kind == .complexDouble }
}

extension Object {
  /// Calls `body` with the elements of `out`, which are pinned for that time.
  fileprivate func withWritableElements(
    _ body: (TypedElements) throws(Failure) -> Void
  ) throws(Failure) {
    if let buffer = Buffer(self), buffer.isReadOnly {
      throw .buffer("out: the memory is read-only")
    }
    var isShown = false
    do throws(Failure) {
      unsafe try withElements(argument: "out", .full) { elements throws(Failure) in
        isShown = true
        unsafe try body(elements)
      }
    } catch {
      // NumPy refuses a writable export of a read-only array with a ValueError.
      guard !isShown, error.kind == .pending, Failure.forget(.value) else { throw error }
      throw .buffer("out: the memory is read-only")
    }
  }
}

extension Scaling {
  fileprivate init(_ scale: Object?, _ offset: Object?, _ overflow: Object?) throws(Failure) {
    let scale = try Factor(scale, argument: "scale", otherwise: 1)
    let offset = try Factor(offset, argument: "offset", otherwise: 0)
    self.init(
      scale: scale.value, offset: offset.value, isComplex: scale.isComplex || offset.isComplex,
      overflow: try overflow.map { value throws(Failure) in try Overflow(value) } ?? .raise)
  }

  /// The converted value of a number, for an error: as Python computes it with floats.
  fileprivate func result(of value: Object) throws(Failure) -> OwnedObject {
    let scale = try number(scale)
    let offset = try number(offset)
    let product = unsafe try OwnedObject(
      new: PyNumber_Multiply(value.pointer, scale.object.pointer))
    return unsafe try OwnedObject(
      new: PyNumber_Add(product.object.pointer, offset.object.pointer))
  }

  private func number(_ value: Complex<Double>) throws(Failure) -> OwnedObject {
    try isComplex ? value.python() : value.real.python()
  }
}

extension Scaling.Overflow {
  fileprivate init(_ argument: Object) throws(Failure) {
    guard argument.isString else { throw .type("overflow: \(argument) is not a str") }
    if unsafe PyUnicode_CompareWithASCIIString(argument.pointer, "raise") == 0 {
      self = .raise
    } else if unsafe PyUnicode_CompareWithASCIIString(argument.pointer, "clip") == 0 {
      self = .clip
    } else {
      throw .value("overflow: \(argument) is neither 'raise' nor 'clip'")
    }
  }
}

/// `scale` or `offset`.
private struct Factor {
  let value: Complex<Double>
  let isComplex: Bool

  init(_ argument: Object?, argument name: StaticString, otherwise: Double) throws(Failure) {
    guard let argument else {
      value = Complex(real: otherwise, imaginary: 0)
      isComplex = false
      return
    }
    guard !argument.isString else { throw .type("\(name): \(argument) is not a number") }
    do throws(Failure) {
      value = try Complex(python: argument)
    } catch {
      guard error.kind == .pending else { throw error }
      if Failure.forget(.type) { throw .type("\(name): \(argument) is not a number") }
      guard Failure.forget(.overflow) else { throw error }
      throw .value("\(name): \(argument) is too large for a float")
    }
    isComplex = unsafe swiftbuf_is_complex(argument.pointer) != 0 || value.imaginary != 0
  }
}
