import CPython

/// A component of a complex element.
package protocol ComplexComponent: Element, Equatable {
  init(_ value: Double)
  var double: Double { get }
}

extension Double: ComplexComponent {
  package var double: Double { self }
}

extension Float: ComplexComponent {
  package var double: Double { Double(self) }
}

/// A complex element: the real part, then the imaginary part (PEP 3118, code `Z`). Swapping the
/// byte order swaps each of the two.
package struct Complex<Component: ComplexComponent>: Element {
  package let real: Component
  package let imaginary: Component

  package static var requirement: StaticString { "a number" }
  package var byteSwapped: Complex {
    Complex(real: real.byteSwapped, imaginary: imaginary.byteSwapped)
  }

  package init(real: Component, imaginary: Component) {
    self.real = real
    self.imaginary = imaginary
  }

  package func python() throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: PyComplex_FromDoubles(real.double, imaginary.double))
  }

  /// Accepts whatever `complex(x)` accepts except a str: `__complex__`, then `__float__`, then
  /// `__index__`.
  package init(python object: Object) throws(Failure) {
    if unsafe swiftbuf_is_complex(object.pointer) != 0 {
      self.init(complex: object)
    } else if unsafe swiftbuf_is_float(object.pointer) != 0 || object.isInt {
      self.init(real: Component(try Double(python: object)), imaginary: Component(0))
    } else if object.isString {
      throw .type("value: \(object) is not \(Self.requirement)")
    } else {
      let value = unsafe try OwnedObject(
        new: swiftbuf_call(swiftbuf_complex_type(), object.pointer))
      self.init(complex: value.object)
    }
  }

  /// For a complex object or an instance of a subclass; neither call runs Python code.
  private init(complex object: Object) {
    real = unsafe Component(PyComplex_RealAsDouble(object.pointer))
    imaginary = unsafe Component(PyComplex_ImagAsDouble(object.pointer))
  }

  package static func isEqual(_ left: Complex, _ right: Complex) -> Bool {
    left.real == right.real && left.imaginary == right.imaginary
  }
}
