import BufferProtocol
import CPython

// The fields of records: `w.fields`, and `w["name"]`, a view of one field of every record.

/// `fields`: a dict of name to `(format, offset)`, None where an element has no fields.
func waveformFields(_ self: PyObjectPointer?, _: UnsafeMutableRawPointer?) -> PyObjectPointer? {
  unsafe Buffer.method(self) { buffer throws(Failure) in
    guard buffer.format.isRecord else { return .none }
    let description = buffer.format.description
    let fields = unsafe try OwnedObject(new: PyDict_New())
    for index in 0..<description.fieldCount {
      let field = description.field(index)
      let name = try field.nameObject()
      let format = try field.formatObject()
      let offset = try OwnedObject(field.offset)
      let item = unsafe try OwnedObject(
        new: swiftbuf_tuple_2(format.object.pointer, offset.object.pointer))
      guard
        unsafe PyDict_SetItem(fields.object.pointer, name.object.pointer, item.object.pointer) == 0
      else { throw .pending }
    }
    return fields
  }
}

extension Buffer {
  /// `w[name]`: the field in place, with the dimensions of its sub-array behind those of the
  /// records. The caller has pinned the memory, and the elements are records.
  ///
  /// - Throws: a KeyError that lists the names.
  func field(_ name: Object, of elements: Elements) throws(Failure) -> OwnedObject {
    let field = try format.field(named: name)
    guard ndim + field.ndim <= BufferLayout.maximumDimensions else {
      throw .value(
        "\(ndim) dimensions and \(field.ndim) of field \(name) are more than \(BufferLayout.maximumDimensions)"
      )
    }
    var view = try UnfinishedBuffer(waveformType, ndim: ndim + field.ndim)
    for dimension in 0..<ndim {
      view.set(dimension, length: layout.length(dimension), stride: layout.stride(dimension))
    }
    var stride = field.format.itemSize
    for dimension in (0..<field.ndim).reversed() {
      view.set(ndim + dimension, length: field.length(dimension), stride: stride)
      stride &*= field.length(dimension)
    }
    return unsafe try view.view(of: self, from: elements.start + field.offset, field.format)
  }
}

extension ElementFormat {
  fileprivate func field(named name: Object) throws(Failure) -> RecordField {
    let description = description
    let text = unsafe try name.withText { text throws(Failure) -> RecordField? in
      for index in 0..<description.fieldCount {
        let field = description.field(index)
        if unsafe field.hasName(text) { return field }
      }
      return nil
    }
    if let text { return text }
    var names: Message = unsafe "'\(description.field(0).nameText)'"
    for index in 1..<max(description.fieldCount, 1) {
      guard index < 20 else {
        names = "\(names), ... (\(description.fieldCount) fields)"
        break
      }
      names = unsafe "\(names), '\(description.field(index).nameText)'"
    }
    throw .key("field \(name) is not one of \(names)")
  }
}
