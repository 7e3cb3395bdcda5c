import CPython

// `==`, order and hashes of held instances: those of Swift.

extension Holder {
  /// `tp_richcompare` with only `==`.
  public static func equality<Held: PythonHeld & Equatable>(
    _ self: PyObjectPointer?, _ other: PyObjectPointer?, _ operation: CInt, of type: Held.Type
  ) -> PyObjectPointer? {
    unsafe compare(self, other, of: type) { left, right in
      switch operation {
      case Py_EQ: left == right
      case Py_NE: left != right
      default: nil
      }
    }
  }

  /// `tp_richcompare` by `==` and `<`.
  public static func order<Held: PythonHeld & Comparable>(
    _ self: PyObjectPointer?, _ other: PyObjectPointer?, _ operation: CInt, of type: Held.Type
  ) -> PyObjectPointer? {
    unsafe compare(self, other, of: type) { left, right in
      switch operation {
      case Py_EQ: left == right
      case Py_NE: left != right
      case Py_LT: left < right
      case Py_LE: left <= right
      case Py_GT: left > right
      case Py_GE: left >= right
      default: nil
      }
    }
  }

  /// `tp_richcompare` of a class without `==`: whether both hold the same instance.
  public static func identity<Held: PythonClass>(
    _ self: PyObjectPointer?, _ other: PyObjectPointer?, _ operation: CInt, of type: Held.Type
  ) -> PyObjectPointer? {
    unsafe compare(self, other, of: type) { left, right in
      switch operation {
      case Py_EQ: left === right
      case Py_NE: left !== right
      default: nil
      }
    }
  }

  /// NotImplemented for an object of another class, and where `body` returns nil.
  private static func compare<Held: PythonHeld>(
    _ self: PyObjectPointer?, _ other: PyObjectPointer?, of type: Held.Type,
    _ body: (Held, Held) -> Bool?
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      let holder = unsafe Holder(slot: self)
      guard
        let right = unsafe try Held.fromInstance(
          Object(other.unsafelyUnwrapped), in: holder.scope),
        let result = body(try Held.held(by: holder), right)
      else { return .notImplemented }
      try raisePending()
      return try OwnedObject(result)
    }
  }

  /// `tp_hash`.
  public static func hash<Held: PythonHeld & Hashable>(
    _ self: PyObjectPointer?, of type: Held.Type
  ) -> Int {
    unsafe hash(self) { holder throws(Failure) in try Held.held(by: holder).hashValue }
  }

  /// `tp_hash` of a class without `==`.
  public static func identityHash<Held: PythonClass>(
    _ self: PyObjectPointer?, of type: Held.Type
  ) -> Int {
    unsafe hash(self) { holder throws(Failure) in
      ObjectIdentifier(try Held.held(by: holder)).hashValue
    }
  }

  /// -1 means that an exception is set.
  private static func hash(
    _ self: PyObjectPointer?, _ body: (Holder) throws(Failure) -> Int
  ) -> Int {
    do throws(Failure) {
      let hash = unsafe try body(Holder(slot: self))
      try raisePending()
      return hash == -1 ? -2 : hash
    } catch {
      return -1
    }
  }
}
