import BufferProtocol
import CPython

/// `_repr_svg_()`, called by Jupyter: the picture from `swiftbuf._drawing`, or None.
func waveformSVG(_ self: PyObjectPointer?, _: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returning { () throws(Failure) in
    let svg = try OwnedObject.imported("svg", from: "swiftbuf._drawing")
    return unsafe try OwnedObject(
      new: swiftbuf_call(svg.object.pointer, self.unsafelyUnwrapped))
  }
}
