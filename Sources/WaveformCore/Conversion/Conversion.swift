import BufferProtocol
import VectorLoops

/// How to convert the values of one format to another, independent of the memory.
@unsafe
package struct Conversion: ~Copyable {
  let source: Numbers
  let target: Numbers
  let chain: Chain
  /// How many steps of the chain compute the numbers that `fit` checks; usually none.
  let examinedSteps: Int
  /// nil if every value fits.
  let fit: Fit?

  /// By the rules of assignment; nil if no value of one format is valid in the other.
  package init?(assigning source: ElementFormat, to target: ElementFormat) {
    guard !source.isDescribed, !target.isDescribed else { return nil }
    let from = Numbers(source)
    let into = Numbers(target)
    guard (source.kind == .character) == (target.kind == .character), into.accepts(from) else {
      return nil
    }
    var chain = unsafe Chain(from)
    if into.encoding == .truth {
      unsafe chain.convertToTruth()
    } else {
      unsafe chain.convert(to: into.number)
      if into.components == 2 { unsafe chain.makeComplex() }
    }
    unsafe self.source = from
    unsafe self.target = into
    unsafe self.chain = unsafe chain
    unsafe examinedSteps = 0
    unsafe fit = into.encoding == .truth ? nil : Fit(assigning: from, to: into)
  }
}

extension Numbers {
  /// Whether any numbers of other elements can be assigned: all as truth values, none without their
  /// fraction or their imaginary part.
  fileprivate func accepts(_ source: Numbers) -> Bool {
    encoding == .truth
      || (source.components <= components && (source.number.isInteger || !number.isInteger))
  }
}

extension Conversion {
  /// Converts all elements; writes nothing unless all fit. The memory may overlap.
  ///
  /// - Returns: the first element in C order that does not fit; nil if all do.
  package func run(from source: Elements, to target: Elements) throws(Failure) -> Int? {
    // If the elements are in the same places, each block is read before it is written.
    let overlaps = unsafe source.overlaps(target)
    guard overlaps, unsafe !source.isInSamePlaces(as: target) else {
      return unsafe try Converter(from: source, to: target, overlaps: overlaps).run(
        self, isFresh: false)
    }
    var outside: Int?
    let byteCount = unsafe target.layout.byteCount
    unsafe try withScratch(byteCount) { packed throws(Failure) in
      unsafe try target.withPacked(at: packed) { fresh throws(Failure) in
        outside = unsafe try Converter(from: source, to: fresh).run(self, isFresh: true)
      }
      guard outside == nil else { return }
      if byteCount < bytesWorthReleasingTheGIL {
        unsafe target.copy(fromPacked: packed)
      } else {
        withoutGIL { unsafe target.copy(fromPacked: packed) }
      }
    }
    return outside
  }
}

extension Fit {
  /// Whether numbers can be assigned; nil if all can.
  init?(assigning source: Numbers, to into: Numbers) {
    number = source.number
    let target = into.number
    if target.isInteger {
      let (low, high) = into.integerRange
      let own = source.integerRange
      guard own.low < low || own.high > high else { return nil }
      rule = .integers(low: low, high: high)
    } else {
      guard target == .half else { return nil }
      let isShort = source.number.isInteger && source.number.size == 1
      guard source.number != .half, source.number != .int16, !isShort else { return nil }
      var line = swiftbuf_line()
      line.scale = 1
      // -0.0 changes no number that it is added to.
      line.offset = -0.0
      line.high = Half.overflow
      rule = .line(line, .float)
    }
  }
}

extension Half {
  /// The first magnitude that rounds to infinity: halfway from the greatest half to the next power
  /// of two.
  static var overflow: Double { 65520 }
}
