/// The base class Exporter.
extension Manual {
  static let exporter: StaticString = """
    Exporter()
    --

    Base class for objects that export memory as a buffer (PEP 688).

    Derive from it and define __buffer__(self, flags), which returns a
    memoryview of the memory to export. Then memoryview(), readinto(), NumPy
    and every other consumer of buffers accept the object, on Python 3.11 too.
    From 3.12 on the language does this for every class, and Exporter adds
    nothing.

        >>> from swiftbuf import Exporter
        >>> class Thingy(Exporter):
        ...     def __init__(self, size):
        ...         self._data = bytearray(size)
        ...     def __buffer__(self, flags):
        ...         return memoryview(self._data)
        ...
        >>> thingy = Thingy(4)
        >>> memoryview(thingy)[0] = 255
        >>> bytes(thingy).hex()
        'ff000000'

    __buffer__(self, flags)
        flags is the consumer's request (inspect.BufferFlags from Python 3.12
        on); the memoryview must satisfy it. Exceptions propagate to the
        consumer. TypeError if it returns anything but a memoryview.

    __release_buffer__(self, view)
        Optional. Called once for each view, with the memoryview that __buffer__
        returned, when the consumer is done. Exceptions are passed to
        sys.unraisablehook.

    Both are looked up on the class, like all special methods, and a class
    without __buffer__ is not a buffer. Exporter takes precedence over a base
    class after it that is a buffer: class Mine(Exporter, Waveform) exports what
    its __buffer__ returns, and super().__buffer__(flags) is Waveform's.
    """
}
