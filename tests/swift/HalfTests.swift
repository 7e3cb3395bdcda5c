import Testing

@testable import BufferProtocol

// IEEE 754 binary16: 1 bit of sign, 5 of exponent with bias 15, 10 of fraction. A Double holds
// every half, and every number half-way between two, exactly.

/// What a half with an exponent below 31 stands for, by the definition.
private func finiteValue(_ bits: UInt16) -> Double {
  let fraction = Double(bits % 1024)
  let exponent = bits / 1024 % 32
  let magnitude =
    exponent == 0
    ? fraction / 1024 * 0x1p-14
    : (1 + fraction / 1024) * Double(sign: .plus, exponent: Int(exponent) - 15, significand: 1)
  return bits >= 0x8000 ? -magnitude : magnitude
}

private let finite = (0..<0x7C00).flatMap { [UInt16($0), UInt16($0) | 0x8000] }

@Test func everyFiniteHalfHasItsValue() {
  let wrong = finite.filter {
    let value = Half(bits: $0).double.bitPattern
    return value != finiteValue($0).bitPattern
      || value != Double(Float16(bitPattern: $0)).bitPattern
  }
  #expect(wrong == [])
}

@Test func everyFiniteHalfComesBack() {
  #expect(finite.filter { Half(rounding: finiteValue($0))?.bits != $0 } == [])
}

/// All rounding is decided at the numbers half-way between neighbours, and by what lies next to
/// them.
@Test func aNumberBetweenTwoHalvesGoesToTheNearerAndAtTheMiddleToTheEvenOne() {
  for low in UInt16(0)..<0x7BFF {
    let middle = (finiteValue(low) + finiteValue(low + 1)) / 2
    let even = low % 2 == 0 ? low : low + 1
    for (value, expected) in [(middle.nextDown, low), (middle, even), (middle.nextUp, low + 1)] {
      if Half(rounding: value)?.bits != expected { Issue.record("\(value)") }
      if Half(rounding: -value)?.bits != expected | 0x8000 { Issue.record("\(-value)") }
    }
  }
}

@Test func theLargestHalfIs65504() {
  let limit: Double = 65504 + 16  // half-way to 2^16, which would be the even one
  #expect(Half(rounding: limit.nextDown)?.bits == 0x7BFF)
  #expect(Half(rounding: -limit.nextDown)?.bits == 0xFBFF)
  for value in [limit, 65536, 1e300, .greatestFiniteMagnitude] {
    #expect(Half(rounding: value) == nil)
    #expect(Half(rounding: -value) == nil)
  }
}

@Test(arguments: [0, .leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p-26, 0x1p-25])
func whatIsTooSmallBecomesZeroWithItsSign(value: Double) {
  #expect(Half(rounding: value)?.bits == 0)
  #expect(Half(rounding: -value)?.bits == 0x8000)
}

@Test func infinities() {
  #expect(Half(rounding: .infinity)?.bits == 0x7C00)
  #expect(Half(rounding: -.infinity)?.bits == 0xFC00)
  #expect(Half(bits: 0x7C00).double == .infinity)
  #expect(Half(bits: 0xFC00).double == -.infinity)
}

@Test func everyNaNKeepsItsSignAndPayload() {
  for payload in UInt16(1)..<0x400 {
    for sign: UInt16 in [0, 0x8000] {
      let bits = sign | 0x7C00 | payload
      let value = Half(bits: bits).double
      #expect(value.isNaN)
      #expect((value.sign == .minus) == (sign != 0))
      #expect(value.significandBitPattern == UInt64(payload) << 42)
      #expect(Half(rounding: value)?.bits == bits)
    }
  }
}

@Test func aNaNWhosePayloadDoesNotFitStaysOne() throws {
  let half = try #require(Half(rounding: Double(nan: 1, signaling: true)))
  #expect(half.double.isNaN)
}
