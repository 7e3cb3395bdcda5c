import BufferProtocol
import CPython

extension CapsuleBuffer.Importer {
  /// The memory of an object by its `__arrow_c_array__`: numbers without nulls, also in fixed-size
  /// lists. It is read-only, like all Arrow memory.
  func arrow(_ exporting: Object) throws(Failure) -> OwnedObject {
    let pair = unsafe try OwnedObject(new: PyObject_CallNoArgs(exporting.pointer))
    guard pair.object.isTuple, unsafe PyTuple_Size(pair.object.pointer) == 2,
      let schema = unsafe PyTuple_GetItem(pair.object.pointer, 0),
      let array = unsafe PyTuple_GetItem(pair.object.pointer, 1),
      let schemaStruct = unsafe Object(schema).capsule(ArrowName.schema),
      let arrayStruct = unsafe Object(array).capsule(ArrowName.array)
    else {
      throw .type("\(argument): its __arrow_c_array__() did not return a pair of capsules")
    }
    var node = unsafe ArrowNode(
      schema: schemaStruct.assumingMemoryBound(to: ArrowSchema.self),
      array: arrayStruct.assumingMemoryBound(to: ArrowArray.self))
    guard var dimensions = CapsuleBuffer.Dimensions(0) else { throw impossible }
    _ = unsafe try dimensions.append(node.length(argument))
    var first = unsafe Int(node.array.pointee.offset)
    while let width = unsafe node.listWidth {
      unsafe node = unsafe try node.child(argument)
      _ = unsafe try node.length(argument)
      guard dimensions.append(width),
        let place = unsafe product(first, width, plus: Int(node.array.pointee.offset))
      else { throw impossible }
      first = place
    }
    let format = unsafe try node.format(argument)
    let data = unsafe try node.data(argument)
    guard let offset = product(first, format.itemSize) else { throw impossible }
    return unsafe try buffer(
      data.map { unsafe UnsafeMutableRawPointer(mutating: $0) + offset }, format, dimensions,
      readOnly: true, keptBy: Object(array))
  }
}

/// `left * right + summand`; nil if no `Int` holds it.
private func product(_ left: Int, _ right: Int, plus summand: Int = 0) -> Int? {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  let (sum, carry) = product.addingReportingOverflow(summand)
  return overflow || carry ? nil : sum
}

/// One level of an Arrow array: its schema and its array.
///
/// Invariant: both point to structs that the capsules keep alive.
@unsafe
private struct ArrowNode {
  let schema: UnsafeMutablePointer<ArrowSchema>
  let array: UnsafeMutablePointer<ArrowArray>

  private var name: FormatText {
    guard let text = unsafe schema.pointee.format else {
      return unsafe FormatText(start: nil, count: 0)
    }
    let bytes = unsafe UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    return unsafe FormatText(start: bytes, count: strlen(text))
  }

  /// The length, after checking that there are no nulls and that both structs are alive.
  func length(_ argument: StaticString) throws(Failure) -> Int {
    guard unsafe schema.pointee.release != nil, unsafe array.pointee.release != nil else {
      throw .buffer("\(argument): its Arrow array has been released")
    }
    guard unsafe schema.pointee.dictionary == nil, unsafe array.pointee.dictionary == nil else {
      throw .value("\(argument): dictionary-encoded Arrow arrays are not supported")
    }
    let length = unsafe Int(array.pointee.length)
    let offset = unsafe Int(array.pointee.offset)
    guard length >= 0, offset >= 0, product(length, 1, plus: offset) != nil else {
      throw .buffer("\(argument): its length or offset is not valid")
    }
    guard unsafe nullCount(length) == 0 else {
      throw .value("\(argument): arrays with nulls are not supported")
    }
    return length
  }

  /// The number of nulls; if the producer has not counted them (-1), counted from the bitmap.
  private func nullCount(_ length: Int) -> Int {
    guard unsafe array.pointee.null_count < 0 else { return unsafe Int(array.pointee.null_count) }
    guard unsafe array.pointee.n_buffers > 0, let buffers = unsafe array.pointee.buffers,
      let bitmap = unsafe buffers[0]
    else { return 0 }
    var count = 0
    for index in unsafe Int(array.pointee.offset)..<(Int(array.pointee.offset) &+ length) {
      let byte = unsafe bitmap.load(fromByteOffset: index / 8, as: UInt8.self)
      if byte >> UInt8(truncatingIfNeeded: index & 7) & 1 == 0 { count += 1 }
    }
    return count
  }

  /// The length of each list of a fixed-size list (`+w:3`); nil for any other type.
  var listWidth: Int? {
    let prefix: StaticString = "+w:"
    let text = unsafe name
    guard text.count > 3, let start = text.baseAddress,
      unsafe memcmp(start, prefix.utf8Start, 3) == 0
    else { return nil }
    var width = 0
    for index in 3..<text.count {
      let digit = unsafe start[index] &- UInt8(ascii: "0")
      guard digit <= 9, width <= Int(Int32.max) else { return nil }
      width = 10 * width + Int(digit)
    }
    return width
  }

  func child(_ argument: StaticString) throws(Failure) -> ArrowNode {
    guard unsafe schema.pointee.n_children == 1, unsafe array.pointee.n_children == 1,
      let schema = unsafe schema.pointee.children?[0], let array = unsafe array.pointee.children?[0]
    else { throw .buffer("\(argument): its list does not have exactly one child") }
    return unsafe ArrowNode(schema: schema, array: array)
  }

  func format(_ argument: StaticString) throws(Failure) -> ElementFormat {
    let text = unsafe name
    let found = ElementKind.first { kind in
      guard let code = kind.arrow else { return false }
      return unsafe text.count == 1 && text[0] == code.utf8Start[0]
    }
    guard let found else {
      throw unsafe .value("\(argument): Arrow type '\(text)' is not supported")
    }
    return ElementFormat(found.code, isSwapped: false)
  }

  /// The first element of the whole array, nil if there is none.
  func data(_ argument: StaticString) throws(Failure) -> UnsafeRawPointer? {
    guard unsafe array.pointee.n_buffers == 2, let buffers = unsafe array.pointee.buffers else {
      throw .buffer("\(argument): its Arrow array does not have the two buffers of numbers")
    }
    return unsafe buffers[1]
  }
}
