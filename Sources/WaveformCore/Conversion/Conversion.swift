import BufferProtocol
import VectorLoops

/// How to convert the values of one format to another, independent of the memory.
@unsafe
package struct Conversion {
  let source: Numbers
  let target: Numbers
  let chain: Chain
  /// Computes the numbers that `fit` checks; usually empty.
  let examined: Chain
  /// nil if every value fits.
  let fit: Fit?

  /// By the rules of assignment; nil if no value of one format is valid in the other.
  package init?(assigning source: ElementFormat, to target: ElementFormat) {
    guard !source.isDescribed, !target.isDescribed else { return nil }
    let from = Numbers(source)
    let into = Numbers(target)
    var chain = unsafe Chain(from)
    unsafe self.source = from
    unsafe self.target = into
    unsafe examined = unsafe chain
    let number = into.number
    guard source.kind != .character, target.kind != .character else {
      guard source.kind == target.kind else { return nil }
      unsafe self.chain = unsafe chain
      unsafe fit = nil
      return
    }
    if into.encoding == .truth {
      unsafe chain.convertToTruth()
    } else {
      guard from.components <= into.components, from.number.isInteger || !number.isInteger else {
        return nil
      }
      unsafe chain.convert(to: number)
      if into.components == 2 { unsafe chain.makeComplex() }
    }
    unsafe self.chain = unsafe chain
    unsafe fit = into.encoding == .truth ? nil : Fit(assigning: from, to: into)
  }
}

extension Conversion {
  /// Converts all elements; writes nothing unless all fit. The memory may overlap.
  ///
  /// - Returns: the first element in C order that does not fit; nil if all do.
  package func run(from source: Elements, to target: Elements) throws(Failure) -> Int? {
    // If the elements are in the same places, each block is read before it is written.
    guard unsafe source.overlaps(target), unsafe !source.isInSamePlaces(as: target) else {
      return unsafe try Converter(self, from: source, to: target).run(isFresh: false)
    }
    var outside: Int?
    let byteCount = unsafe target.layout.byteCount
    unsafe try withScratch(byteCount) { packed throws(Failure) in
      unsafe try target.withPacked(at: packed) { fresh throws(Failure) in
        outside = unsafe try Converter(self, from: source, to: fresh).run(isFresh: true)
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
