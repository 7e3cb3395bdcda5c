/// Elements together with their format.
@unsafe
package struct TypedElements {
  package let elements: Elements
  package let format: ElementFormat

  package init(elements: Elements, format: ElementFormat) {
    unsafe self.elements = unsafe elements
    unsafe self.format = format
  }
}
