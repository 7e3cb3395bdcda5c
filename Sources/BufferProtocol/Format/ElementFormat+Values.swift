import CPython

// One element between memory and Python.

extension ElementFormat {
  /// The element at `address` as a Python object.
  @inline(never)
  package func load(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    unsafe try loadHere(address)
  }

  /// The same as a part of its caller, for the two that are called for one element at a time.
  @inline(__always)
  package func loadHere(_ address: UnsafeRawPointer) throws(Failure) -> OwnedObject {
    unsafe try OwnedObject(owning: kind.visit(Load(address: address, swapped: isSwapped)))
  }

  /// Sets the first items of `list` to `count` elements that lie `stride` bytes apart.
  package func load(
    _ address: UnsafeRawPointer, stride: Int, count: Int, into list: borrowing OwnedObject
  ) throws(Failure) {
    unsafe try kind.visit(
      LoadRun(
        address: address, stride: stride, count: count, swapped: isSwapped, list: list.object))
  }

  /// Writes `object` to `address` as one element; where it does not fit, nothing is written.
  ///
  /// The address must stay good while `object` is asked for its value, which can run Python code.
  ///
  /// - Throws: `.type` or `.value` that names the object, as `memoryview` sorts them; what a method
  ///   of the object raises otherwise.
  @inline(never)
  package func store(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    unsafe try storeHere(object, address)
  }

  /// The same as a part of its caller.
  @inline(__always)
  package func storeHere(_ object: Object, _ address: UnsafeMutableRawPointer) throws(Failure) {
    do {
      unsafe try kind.visit(Store(object: object, address: address, swapped: isSwapped))
    } catch {
      throw explained(error, object)
    }
  }

  /// The pending exception in our words: CPython's `fix_error_int` (memoryobject.c) sorts them like
  /// this.
  private func explained(_ failure: Failure, _ object: Object) -> Failure {
    // A truth value converts no number, so what `__bool__` raises stays as it is.
    guard failure.kind == .pending, kind != .truth else { return failure }
    if Failure.forget(.type) {
      return .type("value: \(object) is not \(requirement), which format '\(self)' holds")
    }
    if Failure.forget(.overflow) || Failure.forget(.value) {
      return .value("value: \(object) is out of range for format '\(self)'")
    }
    return .pending
  }

  private var requirement: StaticString {
    (try? kind.visit(Requirement())) ?? "a value"
  }
}

@unsafe private struct Load: @unsafe ElementVisitor {
  let address: UnsafeRawPointer
  let swapped: Bool

  @inline(__always)
  func visit<E: Element>(_ type: E.Type) throws(Failure) -> PyObjectPointer {
    unsafe try E.load(address, swapped: swapped).python().take()
  }
}

@unsafe private struct LoadRun: ElementVisitor {
  let address: UnsafeRawPointer
  let stride: Int
  let count: Int
  let swapped: Bool
  let list: Object

  func visit<E: Element>(_ type: E.Type) throws(Failure) {
    for index in unsafe 0..<count {
      let element = unsafe E.load(address + index &* stride, swapped: swapped)
      unsafe try list.setItem(index, to: element.python())
    }
  }
}

@unsafe private struct Store: ElementVisitor {
  let object: Object
  let address: UnsafeMutableRawPointer
  let swapped: Bool

  @inline(__always)
  func visit<E: Element>(_ type: E.Type) throws(Failure) {
    unsafe try E(python: object).store(address, swapped: swapped)
  }
}

private struct Requirement: ElementVisitor {
  func visit<E: Element>(_ type: E.Type) throws(Failure) -> StaticString { E.requirement }
}
