import BufferProtocol
import CPython

// The code of docs/waveform.md, compiled: tests/test_readme_swift.py compares the two.

final class Samples: Storage {
  let start = UnsafeMutablePointer<Float>.allocate(capacity: 2 * 1024)
  deinit { start.deallocate() }  // when the last view is gone
}

/// An object of `type`, which is `probe.Plain`, over two channels of zeros.
func probeSamples(_: PyObjectPointer?, _ type: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    let type = Holder(slot: type).object
    let samples = Samples()
    let object = try Buffer.make(
      type, showing: Memory(samples.start, shape: [2, 1024]), keptBy: samples)
    samples.start.initialize(repeating: 0, count: 2 * 1024)
    return object
  }
}
