import BufferProtocol
import CPython
import VectorLoops

/// A conversion between two memories of the same shape. They may overlap only if elements have the
/// same size and places in both.
@unsafe
package struct Converter {
  let source: Elements
  let target: Elements
  let overlaps: Bool

  package init(from source: Elements, to target: Elements, overlaps: Bool = false) {
    unsafe self.source = unsafe source
    unsafe self.target = unsafe target
    unsafe self.overlaps = overlaps
  }

  /// Converts all elements; writes nothing unless all fit.
  ///
  /// - Parameter isFresh: whether the target is discarded if a value does not fit. Then each block
  ///   is checked just before it is written, which avoids a second pass over the source.
  /// - Returns: the first element in C order that does not fit; nil if all do.
  package func run(
    _ conversion: borrowing Conversion, isFresh: Bool
  ) throws(Failure) -> Int? {
    var outside: Int?
    let byteCount = unsafe max(source.layout.byteCount, target.layout.byteCount)
    // Allocated with the GIL, because running out of memory raises.
    unsafe try ConversionScratch.with(
      slots: 6, elements: source.layout.count, components: conversion.components
    ) { scratch throws(Failure) in
      try LongWork.run(byteCount: byteCount) { work throws(Failure) in
        if !isFresh { outside = unsafe try firstOutside(conversion, work, scratch) }
        guard outside == nil else { return }
        outside = unsafe try convert(conversion, work, scratch, examines: isFresh)
      }
    }
    return outside
  }

  private func firstOutside(
    _ conversion: borrowing Conversion, _ work: LongWork, _ scratch: ConversionScratch
  ) throws(Failure) -> Int? {
    guard unsafe conversion.fit != nil else { return nil }
    var found: Int?
    var first = 0
    unsafe try source.layout.forEachRun { (run, count) throws(Failure) in
      let reader = unsafe reader(conversion, stride: run.stride, scratch)
      let isDirect = unsafe reader.isInPlace && conversion.examinedSteps == 0
      var next = unsafe UnsafeRawPointer(source.start) + run.offset
      var left = count
      while left > 0, found == nil {
        let length = unsafe min(left, isDirect ? Self.longest : conversion.blockLength)
        found = unsafe firstOutside(
          conversion, reader.read(next, length), length, scratch
        ).map { first &+ $0 }
        try work.did(length)
        unsafe next += length &* run.stride
        first &+= length
        left &-= length
      }
    }
    return found
  }

  /// The first number of a block that does not fit.
  private func firstOutside(
    _ conversion: borrowing Conversion, _ block: UnsafeRawPointer, _ count: Int,
    _ scratch: ConversionScratch
  ) -> Int? {
    guard let fit = unsafe conversion.fit else { return nil }
    let made = unsafe conversion.chain.run(
      block, count, to: scratch.slot(4), scratch: scratch.from(2), first: conversion.examinedSteps)
    let components = unsafe conversion.examinedComponents
    let numbers = count &* components
    if unsafe fit.includesAll(made, numbers) { return nil }
    return unsafe fit.firstOutside(made, numbers).map { $0 / components }
  }

  /// Converts all elements up to the first that does not fit, if values are checked; otherwise
  /// numbers that do not fit are cut off or become infinite.
  private func convert(
    _ conversion: borrowing Conversion, _ work: LongWork, _ scratch: ConversionScratch,
    examines: Bool
  ) throws(Failure) -> Int? {
    var outside: Int?
    var first = 0
    unsafe try source.layout.forEachRun(with: target.layout) {
      (run, targetRun, count) throws(Failure) in
      let reader = unsafe reader(conversion, stride: run.stride, scratch)
      let writer = unsafe BlockWriter(
        stride: targetRun.stride, size: target.layout.size, numbers: conversion.target,
        scratch: scratch.from(4))
      var next = unsafe UnsafeRawPointer(source.start) + run.offset
      var place = unsafe target.start + targetRun.offset
      let isPlain = unsafe reader.isInPlace && writer.isInPlace
      let isDirect = unsafe isPlain && conversion.chain.count <= 1 && conversion.examinedSteps == 0
      var left = count
      while left > 0, outside == nil {
        let length = unsafe min(left, isDirect ? Self.longest : conversion.blockLength)
        // Without loops, decoding is all that is needed.
        let isDecoded = unsafe writer.isInPlace && conversion.chain.count == 0
        let block = unsafe reader.read(next, length, into: isDecoded ? place : nil)
        if examines {
          outside = unsafe firstOutside(conversion, block, length, scratch).map { first &+ $0 }
        }
        let into = unsafe writer.isInPlace ? place : scratch.slot(4)
        let made = unsafe conversion.chain.run(
          block, length, to: into, scratch: scratch.from(2))
        if unsafe made != UnsafeRawPointer(place) {
          unsafe writer.write(made, length, to: place)
        }
        try work.did(length)
        unsafe next += length &* run.stride
        unsafe place += length &* targetRun.stride
        first &+= length
        left &-= length
      }
    }
    return outside
  }

  private func reader(
    _ conversion: borrowing Conversion, stride: Int, _ scratch: ConversionScratch
  ) -> BlockReader {
    unsafe BlockReader(
      stride: stride, size: source.layout.size, numbers: conversion.source,
      isCopied: overlaps, scratch: scratch)
  }

  /// The most elements of a block that is converted in place.
  private static var longest: Int { 1 << 14 }
}

extension Conversion {
  /// How many numbers there are to check for each element.
  fileprivate var examinedComponents: Int {
    unsafe examinedSteps == 0 ? source.components : target.components
  }

  /// The most numbers for an element.
  fileprivate var components: Int { unsafe max(source.components, target.components) }

  /// The most elements of a block in scratch memory.
  fileprivate var blockLength: Int { unsafe ConversionScratch.longest(components: components) }
}
