// Enums without payloads.

/// How fast.
public enum Speed: Int, Sendable {
  case slow = 1
  /// Faster than sound.
  case veryFast = 3
  case `default`
}

public enum Greatest: UInt64 { case value = 0xffff_ffff_ffff_ffff }

/// A color by its name.
public enum Color: String {
  case red
  case green = "GRN"
  /// - Python: name=SKY
  case blue
}

public enum Switch { case on, off }
public enum Ratio: Double {
  case half = 0.5
  case quarter = 0.25
}
/// - Python: name=Direction
public enum Way { case up, down }

public func same(_ speed: Speed) -> Speed { speed }
public func sameColors(_ colors: [Color]) -> [Color] { colors }
public func maybe(_ color: Color? = nil) -> Color? { color }
public func flip(_ value: Switch = .on) -> Switch { value == .on ? .off : .on }
public func greatest() -> Greatest { .value }
public func pair(_ value: (Ratio, Way)) -> (Way, Ratio) { (value.1, value.0) }
public func counts(_ values: [Color: Int]) -> [Color: Int] { values }
public func faster(_ speed: Speed = .slow, than other: Speed = Speed.veryFast) -> Bool {
  speed.rawValue > other.rawValue
}
public func choose(_ choice: (Color) -> Speed) -> Speed { choice(.green) }
public let usual = Speed.veryFast
