import CPython

// How a call of a method gets to its Swift body.

extension Holder: MethodReceiver {
  /// A method without arguments, or a getter, of a type whose instances all hold a `Class`.
  @inline(__always)
  public static func method<Class: AnyObject>(
    _ self: PyObjectPointer?, holding type: Class.Type,
    _ body: (Holder, Class) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe method(self) { holder throws(Failure) in try body(holder, holder.held(as: type)) }
  }

  /// A method without arguments, or a getter.
  @inline(__always)
  public static func method(
    _ self: PyObjectPointer?, _ body: (Holder) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in unsafe try body(Holder(slot: self)) }
  }

  /// A class method that makes an instance, which holds the result of `body`.
  @inline(__always)
  public static func constructor<let count: Int>(
    _ type: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (Holder, Arguments<count>) throws(Failure) -> Void
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      let arguments = unsafe try Arguments(signature, vector, given & Int.max, names)
      let made = unsafe try OwnedObject(new: swiftbuf_allocate(type.unsafelyUnwrapped))
      unsafe try body(Holder(slot: made.object.pointer), arguments)
      return made
    }
  }

  /// `tp_new`: an instance that holds nothing before `__init__` is called.
  public static func allocate(
    _ type: PyObjectPointer?, _: PyObjectPointer?, _: PyObjectPointer?
  ) -> PyObjectPointer? {
    unsafe swiftbuf_allocate(type.unsafelyUnwrapped)
  }

  /// `tp_init`: the instance then holds the result of `body`.
  @inline(__always)
  public static func initialize<let count: Int>(
    _ self: PyObjectPointer?, _ signature: Signature<count>, _ tuple: PyObjectPointer?,
    _ dict: PyObjectPointer?, _ body: (Holder, Arguments<count>) throws(Failure) -> Void
  ) -> CInt {
    returningStatus { () throws(Failure) in
      unsafe try body(Holder(slot: self), Arguments(signature, tuple: tuple, dict: dict))
    }
  }

  /// A method after which the instance holds the result of `body`, such as `__setstate__`.
  @inline(__always)
  public static func initializing<let count: Int>(
    _ self: PyObjectPointer?, _ signature: Signature<count>,
    _ vector: UnsafePointer<PyObjectPointer?>?, _ given: Int, _ names: PyObjectPointer?,
    _ body: (Holder, Arguments<count>) throws(Failure) -> Void
  ) -> PyObjectPointer? {
    unsafe method(self, signature, vector, given, names) { holder, arguments throws(Failure) in
      try body(holder, arguments)
      return .none
    }
  }

  /// `tp_iternext`: nil at the end.
  @inline(__always)
  public static func next(
    _ self: PyObjectPointer?, _ body: (Holder) throws(Failure) -> OwnedObject?
  ) -> PyObjectPointer? {
    unsafe returningNext { () throws(Failure) in unsafe try body(Holder(slot: self)) }
  }

  /// `tp_call`.
  @inline(__always)
  public static func call<let count: Int>(
    _ self: PyObjectPointer?, _ signature: Signature<count>, _ tuple: PyObjectPointer?,
    _ dict: PyObjectPointer?, _ body: (Holder, Arguments<count>) throws(Failure) -> OwnedObject
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      unsafe try body(Holder(slot: self), Arguments(signature, tuple: tuple, dict: dict))
    }
  }

  /// A setter; to delete the property is a TypeError.
  @inline(__always)
  public static func setter(
    _ self: PyObjectPointer?, _ value: PyObjectPointer?, _ name: StaticString,
    _ body: (Holder, _ value: Object) throws(Failure) -> Void
  ) -> CInt {
    returningStatus { () throws(Failure) in
      guard let value = unsafe value else { throw .type("\(name) cannot be deleted") }
      unsafe try body(Holder(slot: self), Object(value))
    }
  }

  /// `mp_ass_subscript`; without a `value` the item is deleted.
  @inline(__always)
  public static func assign(
    _ self: PyObjectPointer?, _ key: PyObjectPointer?, _ value: PyObjectPointer?,
    _ body: (Holder, _ key: Object, _ value: Object?) throws(Failure) -> Void
  ) -> CInt {
    returningStatus { () throws(Failure) in
      let value = unsafe value.map { unsafe Object($0) }
      unsafe try body(Holder(slot: self), Object(key.unsafelyUnwrapped), value)
    }
  }

  /// `sq_length` and `mp_length`.
  @inline(__always)
  public static func length(
    _ self: PyObjectPointer?, _ body: (Holder) throws(Failure) -> Int
  ) -> Int {
    do throws(Failure) {
      let length = unsafe try body(Holder(slot: self))
      guard length >= 0 else { throw Failure.value("the length \(length) is negative") }
      return length
    } catch {
      return -1
    }
  }

  /// `sq_item`, which `iter` uses for an object with a length and a subscript.
  public static func item(
    _ self: PyObjectPointer?, _ index: Int, _ subscript: BinaryFunction
  ) -> PyObjectPointer? {
    unsafe returning { () throws(Failure) in
      let index = try OwnedObject(index)
      return unsafe try OwnedObject(new: `subscript`(self, index.object.pointer))
    }
  }
}

extension Object {
  /// The value as an index from 0 to `count`, where negative ones count from the end.
  ///
  /// - Throws: an IndexError if there is no such element; a TypeError if it is not an integer.
  public func index(_ argument: Argument, count: Int) throws(Failure) -> Int {
    guard isIndex else { throw .type("\(argument): \(self) is not an integer") }
    let index = try size(argument: argument.name, overflow: Failure.index)
    let counted = index < 0 ? index &+ count : index
    guard counted >= 0, counted < count else {
      throw .index("\(argument): \(index) is out of range for \(count) elements")
    }
    return counted
  }
}
