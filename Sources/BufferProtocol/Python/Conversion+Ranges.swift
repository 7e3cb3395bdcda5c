import CPython

/// A type whose ranges can be converted: those of integers to a `range`, others to a pair.
public protocol RangeBound: FromPython, ToPython, Comparable, Neutral {
  /// The first bound, and the one that is not part of the range.
  static func bounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self)

  /// The same for a last bound that is part of the range; nil if the range is empty.
  static func closedBounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self)?

  /// A new object of a range, with its last bound or without.
  static func range(
    _ lower: Self, _ upper: Self, isClosed: Bool, in scope: Scope
  ) throws(Failure) -> OwnedObject
}

extension Int: RangeBound {}
extension Int8: RangeBound {}
extension Int16: RangeBound {}
extension Int32: RangeBound {}
extension Int64: RangeBound {}
extension UInt: RangeBound {}
extension UInt8: RangeBound {}
extension UInt16: RangeBound {}
extension UInt32: RangeBound {}
extension UInt64: RangeBound {}
extension Double: RangeBound {}
extension Float: RangeBound {}

extension PythonInteger where Self: RangeBound {
  /// Those of a `range` of step 1; an empty one is empty wherever it ends.
  public static func bounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self) {
    let ends = try object.bounds(argument)
    let lower = try Self.fromPython(ends.start.object, argument, in: scope)
    guard let upper = try Self.below(ends.stop.object, lower, argument, in: scope) else {
      return (lower, lower)
    }
    return (lower, upper)
  }

  /// The stop of a range; nil if it is not above its start.
  private static func below(
    _ stop: Object, _ start: Self, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Self? {
    let first = try start.toPython(in: scope)
    let isEmpty = unsafe PyObject_RichCompareBool(stop.pointer, first.object.pointer, Py_LE)
    guard isEmpty >= 0 else { throw .pending }
    return isEmpty == 1 ? nil : try Self.fromPython(stop, argument, in: scope)
  }

  /// Those of a `range` of step 1.
  public static func closedBounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self)? {
    let ends = try object.bounds(argument)
    let lower = try Self.fromPython(ends.start.object, argument, in: scope)
    let one = try OwnedObject(1)
    let last = unsafe try OwnedObject(
      new: PyNumber_Subtract(ends.stop.object.pointer, one.object.pointer))
    let first = try lower.toPython(in: scope)
    let isEmpty = unsafe PyObject_RichCompareBool(last.object.pointer, first.object.pointer, Py_LT)
    guard isEmpty >= 0 else { throw .pending }
    return isEmpty == 1 ? nil : (lower, try Self.fromPython(last.object, argument, in: scope))
  }

  /// A `range`.
  public static func range(
    _ lower: Self, _ upper: Self, isClosed: Bool, in scope: Scope
  ) throws(Failure) -> OwnedObject {
    let start = try lower.toPython(in: scope)
    let last = try upper.toPython(in: scope)
    let added = try OwnedObject(isClosed ? 1 : 0)
    let stop = unsafe try OwnedObject(
      new: PyNumber_Add(last.object.pointer, added.object.pointer))
    let bounds = try OwnedObject.tuple(2) { index throws(Failure) in
      index == 0 ? start.object.retained() : stop.object.retained()
    }
    return unsafe try OwnedObject(
      new: PyObject_Call(swiftbuf_range_type(), bounds.object.pointer, nil))
  }
}

extension BinaryFloatingPoint where Self: RangeBound {
  /// Those of a tuple of two numbers, the lower first.
  public static func bounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self) {
    try object.withElements(2, argument) { pair, argument throws(Failure) in
      let lower = try Self.fromPython(pair.element(0), argument.element(0), in: scope)
      let upper = try Self.fromPython(pair.element(1), argument.element(1), in: scope)
      guard lower <= upper else {
        throw .value("\(argument): \(Double(lower)) is not below \(Double(upper))")
      }
      return (lower, upper)
    }
  }

  /// The same.
  public static func closedBounds(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> (Self, Self)? {
    try bounds(object, argument, in: scope)
  }

  /// A tuple of two numbers.
  public static func range(
    _ lower: Self, _ upper: Self, isClosed: Bool, in scope: Scope
  ) throws(Failure) -> OwnedObject {
    try .tuple(2) { index throws(Failure) in
      try (index == 0 ? lower : upper).toPython(in: scope)
    }
  }
}

extension Range: FromPython, ToPython, Neutral where Bound: RangeBound {
  /// A `range` of step 1, or a pair of real numbers.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> Range {
    let (lower, upper) = try Bound.bounds(object, argument, in: scope)
    return lower..<upper
  }

  /// The same.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    try Bound.range(lowerBound, upperBound, isClosed: false, in: scope)
  }

  /// An empty one.
  public static var neutral: Range { Bound.neutral..<Bound.neutral }
}

extension ClosedRange: FromPython, ToPython, Neutral where Bound: RangeBound {
  /// A `range` of step 1, or a pair of real numbers.
  ///
  /// - Throws: a ValueError for an empty one, which Swift does not have.
  public static func fromPython(
    _ object: Object, _ argument: Argument, in scope: Scope
  ) throws(Failure) -> ClosedRange {
    guard let (lower, upper) = try Bound.closedBounds(object, argument, in: scope) else {
      throw .value("\(argument): the range is empty")
    }
    return lower...upper
  }

  /// The same, one more than the last bound at its end.
  public func toPython(in scope: Scope) throws(Failure) -> OwnedObject {
    try Bound.range(lowerBound, upperBound, isClosed: true, in: scope)
  }

  /// The neutral value alone.
  public static var neutral: ClosedRange { Bound.neutral...Bound.neutral }
}

extension Object {
  /// The start and stop of a `range` of step 1.
  fileprivate func bounds(
    _ argument: Argument
  ) throws(Failure) -> PythonBounds {
    guard unsafe swiftbuf_is_range(pointer) != 0 else {
      throw .type("\(argument): \(self) is not a range")
    }
    let step = try requiredAttribute("step")
    guard step.object.plainIndex == 1 else {
      throw .value("\(argument): the step of the range is \(step.object), not 1")
    }
    return try PythonBounds(start: requiredAttribute("start"), stop: requiredAttribute("stop"))
  }
}

/// The ends of a `range`.
private struct PythonBounds: ~Copyable {
  let start: OwnedObject
  let stop: OwnedObject
}
