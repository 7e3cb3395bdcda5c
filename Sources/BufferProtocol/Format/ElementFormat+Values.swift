import CPython

// Conversion of one element between memory and Python.

extension ElementFormat {
  /// The element at `address` as a Python object.
  package func load(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(new: loadResult(address))
  }

  /// The same as a slot returns it: a new reference, or NULL with an exception set.
  @inline(__always)
  package func loadResult(_ address: UnsafeRawPointer) -> PyObjectPointer? {
    unsafe loader(address, bits)
  }

  /// The function for an element that is not pinned: NULL without an exception where making the
  /// object could run the garbage collector, and with it any code.
  @inline(__always)
  package var briefLoader: ElementLoader { unsafe kind.loader(described: { _, _ in nil }) }

  /// The function behind `loadResult`, for who loads many.
  @inline(__always)
  package var loader: ElementLoader { unsafe kind.loader(described: loadDescribed) }

  /// Sets the items of the new list `list` to `count` elements, `stride` bytes apart.
  package func load(
    _ address: UnsafeRawPointer, stride: Int, count: Int, into list: borrowing OwnedObject
  ) throws(Failure) {
    let loader = unsafe loader
    var next = unsafe address
    if isDescribed {
      // Other code may find the list meanwhile.
      for index in 0..<count {
        try list.object.setItem(index, to: unsafe OwnedObject(new: loader(next, bits)))
        unsafe next += stride
      }
      return
    }
    for index in 0..<count {
      let item = unsafe try OwnedObject(new: loader(next, bits)).take()
      guard unsafe swiftbuf_fill_item(list.object.pointer, index, item) == 0 else {
        throw .pending
      }
      unsafe next += stride
    }
  }

  /// Writes `object` to `address` as one element; if it is not valid, nothing is written.
  ///
  /// The address must stay valid while `object` is converted, which can run Python code.
  ///
  /// - Throws: `.type` or `.value` with the object, classified as in `memoryview`; otherwise what a
  ///   method of the object raises.
  package func store(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    do throws(Failure) {
      unsafe try storeUnexplained(object, address)
    } catch {
      throw explained(error, object, at: "")
    }
  }

  /// The same, inlined.
  @inline(__always)
  package func storeHere(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    do {
      unsafe try kind.visit(Store(object: object, address: address, format: self))
    } catch {
      throw explained(error, object, at: "")
    }
  }

  /// The same with CPython's own message, which the caller replaces by `explained`: a caller that
  /// stores many values knows the index of each, and formats it only in case of an error.
  @inline(never)
  package func storeUnexplained(
    _ object: Object, _ address: UnsafeMutableRawPointer
  ) throws(Failure) {
    unsafe try kind.visit(Store(object: object, address: address, format: self))
  }

  /// Replaces the message of the pending exception; classified as by CPython's `fix_error_int`
  /// (memoryobject.c).
  @inline(never)
  package func explained(
    _ failure: Failure, _ object: Object, at place: @autoclosure () -> Message
  ) -> Failure {
    // Strings and the fields of a record have explained theirs, all but the place.
    guard !isDescribed else { return failure.extended(by: place()) }
    // A truth value converts no number, so what `__bool__` raises stays as it is.
    guard failure.kind == .pending, kind != .truth else { return failure }
    if Failure.forget(.type) {
      return .type("value: \(object)\(place()) is not \(requirement), which format '\(self)' holds")
    }
    if Failure.forget(.overflow) || Failure.forget(.value) {
      return .value("value: \(object)\(place()) is out of range for format '\(self)'")
    }
    return .pending
  }

  private var requirement: StaticString {
    (try? kind.visit(Requirement())) ?? "a value"
  }
}

/// Makes the object of the element at an address, of the format that has these `bits`: a new
/// reference, or NULL with an exception set.
package typealias ElementLoader = @convention(c) (UnsafeRawPointer, UInt64) -> PyObjectPointer?

extension ElementKind {
  /// A separate function for each kind, so that loading one element needs no stack frame here. (A C
  /// function cannot be made from a generic one, so `visit` cannot be used.)
  @inline(__always)
  package func loader(described: @escaping ElementLoader) -> ElementLoader {
    switch self {
    case .truth: { unsafe load(Truth.self, $0, $1) }
    case .character: { unsafe load(Character8.self, $0, $1) }
    case .int8: { unsafe load(Int8.self, $0, $1) }
    case .uint8: { unsafe load(UInt8.self, $0, $1) }
    case .int16: { unsafe load(Int16.self, $0, $1) }
    case .uint16: { unsafe load(UInt16.self, $0, $1) }
    case .int24: { unsafe load(Int24.self, $0, $1) }
    case .uint24: { unsafe load(UInt24.self, $0, $1) }
    case .int32: { unsafe load(Int32.self, $0, $1) }
    case .uint32: { unsafe load(UInt32.self, $0, $1) }
    case .int64: { unsafe load(Int64.self, $0, $1) }
    case .uint64: { unsafe load(UInt64.self, $0, $1) }
    case .half: { unsafe load(Half.self, $0, $1) }
    case .float: { unsafe load(Float.self, $0, $1) }
    case .double: { unsafe load(Double.self, $0, $1) }
    case .complexFloat: { unsafe load(Complex<Float>.self, $0, $1) }
    case .complexDouble: { unsafe load(Complex<Double>.self, $0, $1) }
    case .bytes, .text, .record: unsafe described
    }
  }
}

@inline(__always)
private func load<E: Element>(
  _ type: E.Type, _ address: UnsafeRawPointer, _ bits: UInt64
) -> PyObjectPointer? {
  let swapped = ElementFormat.isSwapped(bits: bits)
  return unsafe returning { () throws(Failure) in
    unsafe try E.load(address, swapped: swapped).python()
  }
}

@unsafe private struct Store: ElementVisitor {
  let object: Object
  let address: UnsafeMutableRawPointer
  let format: ElementFormat

  @inline(__always)
  func visit<E: Element>(_ type: E.Type) throws(Failure) {
    unsafe try E(python: object).store(address, swapped: format.isSwapped)
  }

  func visitDescribed() throws(Failure) { unsafe try format.storeDescribed(object, address) }
}

private struct Requirement: ElementVisitor {
  func visit<E: Element>(_ type: E.Type) throws(Failure) -> StaticString { E.requirement }
  func visitDescribed() throws(Failure) -> StaticString { "a value of its kind" }
}
