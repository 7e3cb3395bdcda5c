import CPython

/// The text of an error under construction: a Python str, so that nothing is cut off and running
/// out of memory is Python's own MemoryError. (A Swift `String` traps when it cannot allocate.)
///
/// A message must be passed to exactly one `Failure`, which takes over its reference: one that is kept
/// back leaks, and one that is passed twice is freed too early. So write it as a literal in the call
/// that makes the `Failure`. The compiler cannot check this, because only copyable types can have
/// literals; and a Swift object that owned the text would trap where there is no memory.
@safe
public struct Message: ExpressibleByStringInterpolation {
  /// An owned reference; nil if it could not be made, with a MemoryError set.
  let text: PyObjectPointer?

  /// Takes over a new reference, or nil with an exception set.
  @unsafe init(owning text: PyObjectPointer?) { unsafe self.text = text }

  /// A text without interpolations (`PyUnicode_FromStringAndSize`).
  public init(stringLiteral text: StaticString) {
    unsafe self.text = PyUnicode_FromStringAndSize(text.cString, text.utf8CodeUnitCount)
  }

  /// The text that an interpolation has put together.
  public init(stringInterpolation: Interpolation) {
    unsafe text = stringInterpolation.text
  }

  /// What can be interpolated: literals, numbers, formats, Python objects.
  @safe
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text: PyObjectPointer?

    /// An empty text; the capacity is not used.
    public init(literalCapacity: Int, interpolationCount: Int) {
      unsafe text = PyUnicode_FromStringAndSize(nil, 0)
    }

    /// Appends `part` and releases the reference to it.
    @inline(never)
    private mutating func append(_ part: PyObjectPointer?) {
      unsafe PyUnicode_Append(&text, part)
      if let part = unsafe part { unsafe swiftbuf_release(part) }
    }

    /// Appends a piece of the literal.
    public mutating func appendLiteral(_ literal: StaticString) {
      unsafe append(PyUnicode_FromStringAndSize(literal.cString, literal.utf8CodeUnitCount))
    }

    /// Appends a string literal, such as a parameter's name.
    public mutating func appendInterpolation(_ literal: StaticString) { appendLiteral(literal) }

    /// Appends the canonical text of a format.
    public mutating func appendInterpolation(_ format: ElementFormat) {
      guard format.isDescribed else { return appendLiteral(format.text) }
      unsafe appendInterpolation(
        FormatText(start: format.text.utf8Start, count: format.text.utf8CodeUnitCount))
    }

    /// What to do where only numbers are possible; nothing for formats other than records.
    package mutating func appendInterpolation(fieldAdvice format: ElementFormat) {
      guard format.isRecord else { return }
      appendLiteral("; take a field of the record, such as w['")
      unsafe appendInterpolation(format.description.field(0).nameText)
      appendLiteral("']")
    }

    /// Appends a number in decimal.
    public mutating func appendInterpolation(_ number: Int) {
      unsafe append(swiftbuf_decimal(number))
    }

    /// Appends another message and takes over its reference.
    public mutating func appendInterpolation(_ other: Message) { unsafe append(other.text) }

    /// A shape as Python writes it.
    package mutating func appendInterpolation(_ layout: BufferLayout) {
      do throws(Failure) {
        let shape = try layout.shapeTuple()
        unsafe append(PyObject_Repr(shape.object.pointer))
      } catch {
        unsafe append(nil)
      }
    }

    /// A format as its exporter wrote it; invalid UTF-8 is replaced.
    package mutating func appendInterpolation(_ text: FormatText) {
      let bytes = unsafe UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
      unsafe append(
        PyUnicode_DecodeUTF8(bytes, min(text.count, 80), ("replace" as StaticString).cString))
      if text.count > 80 { appendLiteral("...") }
    }

    /// The name of the object's type.
    package mutating func appendInterpolation(typeOf object: Object) {
      unsafe append(swiftbuf_type_name(object.type.pointer))
    }

    /// Shows a number or a str as Python writes it, and any other object by the name of its type:
    /// an error must not run an unknown `__repr__`, nor print a million samples.
    public mutating func appendInterpolation(_ object: Object, upTo limit: Int = 80) {
      guard object.isPlain else {
        appendLiteral("an object of type ")
        return unsafe append(swiftbuf_type_name(object.type.pointer))
      }
      guard let shown = unsafe PyObject_Repr(object.pointer) else {
        // An int with more digits than Python converts (`sys.set_int_max_str_digits`).
        PyErr_Clear()
        return appendLiteral("a number with too many digits to show")
      }
      let isLong = unsafe PyUnicode_GetLength(shown) > limit
      unsafe append(isLong ? PyUnicode_Substring(shown, 0, limit) : shown)
      if isLong {
        unsafe swiftbuf_release(shown)
        appendLiteral("...")
      }
    }
  }
}

extension Object {
  /// Whether its `repr` is the interpreter's own code.
  fileprivate var isPlain: Bool {
    unsafe isNone || swiftbuf_is_exact_int(pointer) != 0 || swiftbuf_is_exact_float(pointer) != 0
      || swiftbuf_is_exact_complex(pointer) != 0 || swiftbuf_is_exact_str(pointer) != 0
      || swiftbuf_is_exact_bytes(pointer) != 0 || swiftbuf_is_bool(pointer) != 0
  }
}
