import BufferProtocol
import CPython
import VectorLoops

/// A conversion from some memory to other memory of the same shape, which it may not overlap unless
/// elements and their places are the same in both.
@unsafe
package struct Converter {
  let conversion: Conversion
  let source: Elements
  let target: Elements

  package init(_ conversion: Conversion, from source: Elements, to target: Elements) {
    unsafe self.conversion = unsafe conversion
    unsafe self.source = unsafe source
    unsafe self.target = unsafe target
  }

  /// The first element in C order that does not fit; nil if all do. Nothing is written.
  package func firstOutside(_ work: LongWork) throws(Failure) -> Int? {
    guard let fit = unsafe conversion.fit else { return nil }
    var found: Int?
    var first = 0
    unsafe try withScratch(ConversionScratch.byteCount) { scratch throws(Failure) in
      unsafe try source.layout.forEachRun { (run, count) throws(Failure) in
        let reader = unsafe reader(stride: run.stride, scratch)
        var next = unsafe UnsafeRawPointer(source.start) + run.offset
        var left = count
        while left > 0, found == nil {
          let length = unsafe min(left, reader.isInPlace ? Self.longest : blockLength)
          let block = unsafe reader.read(next, length)
          let numbers = unsafe length &* conversion.source.components
          if unsafe !fit.includesAll(block, numbers) {
            found = unsafe fit.firstOutside(block, numbers).map {
              unsafe first &+ $0 / conversion.source.components
            }
          }
          try work.did(length)
          unsafe next += length &* run.stride
          first &+= length
          left &-= length
        }
      }
    }
    return found
  }

  /// Converts all elements; values that do not fit are cut off, or infinite.
  package func convert(_ work: LongWork) throws(Failure) {
    unsafe try withScratch(ConversionScratch.byteCount) { scratch throws(Failure) in
      unsafe try source.layout.forEachRun(with: target.layout) {
        (run, targetRun, count) throws(Failure) in
        let reader = unsafe reader(stride: run.stride, scratch)
        let writer = unsafe BlockWriter(
          stride: targetRun.stride, size: target.layout.size, numbers: conversion.target,
          scratch: scratch + 4 &* ConversionScratch.slotBytes)
        var next = unsafe UnsafeRawPointer(source.start) + run.offset
        var place = unsafe target.start + targetRun.offset
        let isDirect = unsafe reader.isInPlace && writer.isInPlace && conversion.chain.count <= 1
        var left = count
        while left > 0 {
          let length = unsafe min(left, isDirect ? Self.longest : blockLength)
          // Without a loop, decoding is all that is to be done.
          let isDecoded = unsafe writer.isInPlace && conversion.chain.count == 0
          let block = unsafe reader.read(next, length, into: isDecoded ? place : nil)
          let into = unsafe writer.isInPlace ? place : writer.scratch
          let made = unsafe conversion.chain.run(
            block, length, to: into, scratch: scratch + 2 &* ConversionScratch.slotBytes)
          if unsafe made != UnsafeRawPointer(place) {
            unsafe writer.write(made, length, to: place)
          }
          try work.did(length)
          unsafe next += length &* run.stride
          unsafe place += length &* targetRun.stride
          left &-= length
        }
      }
    }
  }

  private func reader(stride: Int, _ scratch: UnsafeMutableRawPointer) -> BlockReader {
    unsafe BlockReader(
      stride: stride, size: source.layout.size, numbers: conversion.source,
      isCopied: source.overlaps(target), scratch: scratch)
  }

  /// The most elements of a block that goes through scratch.
  private var blockLength: Int {
    unsafe ConversionScratch.numbers
      / max(conversion.source.components, conversion.target.components)
  }

  /// The most elements of a block that does not.
  private static var longest: Int { 1 << 14 }
}
