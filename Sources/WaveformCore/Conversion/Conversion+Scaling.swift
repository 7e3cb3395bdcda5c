import BufferProtocol
import VectorLoops

extension Conversion {
  /// By the rules of `convert`. Precondition: neither format is `c`, complex numbers are converted
  /// only to complex numbers or truth values, and a complex product has a complex target.
  package init(converting source: ElementFormat, to target: ElementFormat, _ scaling: Scaling) {
    let (from, into) = (Numbers(source), Numbers(target))
    var chain = unsafe Chain(from)
    var examinedSteps = 0
    let fit: Fit?
    if into.encoding == .truth {
      if !scaling.isIdentity { unsafe chain.scale(scaling) }
      unsafe chain.convertToTruth()
      fit = nil
    } else if into.number.isInteger {
      if scaling.isIdentity, from.number.isInteger {
        fit = Fit(assigning: from, to: into)
        if fit != nil, scaling.clips {
          unsafe chain.saturate(to: into)
        } else {
          unsafe chain.convert(to: into.number)
        }
      } else {
        unsafe chain.scale(scaling, toInteger: into)
        fit = Fit(scaling: from, to: into, scaling)
      }
    } else {
      // The range is checked on the result in float64.
      fit = Fit(scaling: from, to: into, scaling)
      let limit = fit != nil && scaling.clips ? into.number.greatestFinite : nil
      if into.components == 2, !scaling.isIdentity {
        unsafe chain.convert(to: .double)
        unsafe chain.makeComplex()
        unsafe chain.scale(scaling)
        if fit != nil { examinedSteps = unsafe chain.count }
        unsafe chain.round(to: into.number, clipsTo: limit)
      } else {
        unsafe chain.scale(scaling, to: into.number, clipsTo: limit)
        if into.components == 2 { unsafe chain.makeComplex() }
      }
    }
    unsafe self.source = from
    unsafe self.target = into
    unsafe self.chain = unsafe chain
    unsafe self.examinedSteps = examinedSteps
    // Clipped values fit, except for a NaN that becomes an integer.
    let isExempt = scaling.clips && (!into.number.isInteger || fit?.isOfIntegers ?? true)
    unsafe self.fit = isExempt ? nil : fit
  }
}

extension Fit {
  /// Whether results fit: of real numbers or, if the target is complex, of products that have been
  /// computed; nil if all do.
  fileprivate init?(scaling source: Numbers, to into: Numbers, _ scaling: Scaling) {
    let target = into.number
    // For complex products, the components are computed before they are checked.
    let isMade = into.components == 2 && !scaling.isIdentity
    var line = isMade ? Scaling.identity.line : scaling.line
    number = isMade ? .double : source.number
    if target.isInteger {
      let (low, high) = into.integerRange
      // Ties go to the even integer: the least integer of a kind is even, the greatest odd.
      line.low = Double(low) - 0.5
      line.high = Double(high) + 0.5
      rule = .line(line, scaling.clips ? .number : .integer)
    } else {
      guard target.overflow.isFinite else { return nil }
      line.high = target.overflow
      rule = .line(line, .float)
    }
    if number.isInteger, hasFiniteLine {
      // If the ends of a range fit, so do all values in between.
      let own = source.integerRange
      let ends = (Fit.result(Double(own.low), line), Fit.result(Double(own.high), line))
      if ends.0.isFinite, ends.1.isFinite, includes(result: ends.0), includes(result: ends.1) {
        return nil
      }
    } else if !target.isInteger, scaling.isIdentity, number.size <= target.size {
      return nil
    }
  }
}
