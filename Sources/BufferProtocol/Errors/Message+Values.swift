import CPython

extension Message {
  /// A text made at run time.
  public init(_ text: String) { unsafe self.init(owning: text.pythonText()) }
}

extension Message.Interpolation {
  /// Appends a text made at run time.
  public mutating func appendInterpolation(_ text: String) { appendInterpolation(Message(text)) }

  /// Appends a number as Python writes it.
  public mutating func appendInterpolation(_ number: Double) {
    do throws(Failure) {
      let number = try OwnedObject(number)
      appendInterpolation(number.object)
    } catch {
      unsafe appendInterpolation(Message(owning: nil))
    }
  }
}
