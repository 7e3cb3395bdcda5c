/// The end of the memory.
extension Manual {
  static let release: StaticString = """
    release($self)
    --

    Free or unmap the memory at once.

    A slice, cast() or toreadonly() releases its export of the root, and a
    Waveform from from_buffer() that of the source. Afterwards any use is a
    ValueError, except repr(), == (by identity), exports (0) and release(),
    which then does nothing (memoryview.release). `with w:` releases at its
    end.

    BufferError: buffer views, slices or a running operation still use the
    memory; w.exports is their number. Nothing has changed then.
    """

  static let enter: StaticString = """
    __enter__($self)
    --

    Return the Waveform itself, for `with w as name`.
    """

  static let exit: StaticString = """
    __exit__($self, /, *exception)
    --

    Release the memory at the end of `with w:`.

    Exceptions are not suppressed. BufferError if the memory is still in use.
    """
}
