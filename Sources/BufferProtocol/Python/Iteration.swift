import CPython

/// A Python iterator over elements from Swift. A module has one class for all of them.
open class Iteration {
  /// Without elements: a derived class has them.
  public init() {}

  /// The next element; nil after the last one.
  open func next(in scope: Scope) throws(Failure) -> OwnedObject? { nil }
}

/// The elements of a Swift iterator, one by one.
public final class SwiftIteration<Iterator: IteratorProtocol>: Iteration {
  /// nil while an element is being made, so that nothing else can use it.
  private var iterator: Iterator?
  private let convert: (Iterator.Element, Scope) throws(Failure) -> OwnedObject

  /// - Parameter convert: makes a Python object of an element.
  public init(
    _ iterator: Iterator,
    _ convert: @escaping (Iterator.Element, Scope) throws(Failure) -> OwnedObject
  ) {
    self.iterator = iterator
    self.convert = convert
    super.init()
  }

  /// The next element as an object.
  public override func next(in scope: Scope) throws(Failure) -> OwnedObject? {
    guard var iterator else { throw .value("the iterator is in use already") }
    self.iterator = nil
    let element = iterator.next()
    self.iterator = iterator
    try raisePending()
    guard let element else { return nil }
    return try convert(element, scope)
  }
}

extension Module {
  /// Makes the class of the iterators, which this module keeps.
  public func keepIterationType(
    _ name: StaticString, as reference: ModuleReference
  ) throws(Failure) {
    let type = unsafe try makeHolderType(
      name, module: self,
      slots: [.iterator(PyObject_SelfIter), .iteratorNext(iterationNext)])
    try keep(type, as: reference)
  }
}

private func iterationNext(_ self: PyObjectPointer?) -> PyObjectPointer? {
  unsafe returningNext { () throws(Failure) in
    let holder = unsafe Holder(slot: self)
    return try holder.held(as: Iteration.self).next(in: holder.scope)
  }
}
