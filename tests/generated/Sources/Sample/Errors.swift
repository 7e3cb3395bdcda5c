/// What can be the matter with a number.
public enum NumberProblem: Error {
  case negative(Int)
  case outside(lowerBound: Double, upperBound: Double, String)
  case unknown
}

/// With a text of its own, as a ValueError.
/// - Python: base=ValueError, name=TextError
public enum TextProblem: Error, CustomStringConvertible {
  case tooLong(count: Int)

  public var description: String {
    switch self {
    case .tooLong(let count): "a text of \(count) characters is too long"
    }
  }
}

/// Not an enum.
public struct Refusal: Error {
  let reason: String
  public var codes: [Int]
  public var pair: (Int, String) { (codes.count, reason) }
}

public func check(_ number: Int) throws(NumberProblem) -> Int {
  if number < 0 { throw .negative(number) }
  if number > 100 { throw .outside(lowerBound: 0, upperBound: 100, "é") }
  if number == 13 { throw .unknown }
  return number
}

public func checkText(text: String) throws(TextProblem) {
  if text.count > 3 { throw .tooLong(count: text.count) }
}

public func refuse() throws(Refusal) -> Int { throw Refusal(reason: "none", codes: [3, 4]) }
