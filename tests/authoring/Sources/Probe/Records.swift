import BufferProtocol
import CPulse
import CPython

// The code of docs/swift.md, "Records", compiled: tests/test_authoring_records.py compares the two.

func pulseFormat() throws(Failure) -> ElementFormat {
  try .record(
    [
      Field("volts", .float, at: Int(PULSE_VOLTS)),
      Field("length", .uint16.byteSwapped, at: Int(PULSE_LENGTH)),  // big-endian
      Field("codes", .uint8, at: Int(PULSE_CODES), count: 3),
    ], size: MemoryLayout<pulse>.stride)
}

final class Pulses: Storage {
  let start = UnsafeMutablePointer<pulse>.allocate(capacity: 4)
  override init() { start.initialize(repeating: pulse(), count: 4) }
  deinit { start.deallocate() }
}

func pulses(_ type: Object) throws(Failure) -> OwnedObject {
  let pulses = Pulses()
  return try Buffer.make(
    type, showing: Memory(pulses.start, pulseFormat(), shape: [4]), keptBy: pulses)
}

func totalVolts(_ source: Object) throws(Failure) -> Double {
  try withRecords(of: source, as: pulse.self, pulseFormat(), argument: "source") { records in
    var total = 0.0
    for index in records.indices { total += Double(records[index].volts) }
    return total
  }
}

/// An object of `type`, which is `probe.Plain`, over four records.
func probePulses(_: PyObjectPointer?, _ type: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in try pulses(Holder(slot: type).object) }
}

func probeTotalVolts(_: PyObjectPointer?, _ source: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in try OwnedObject(totalVolts(Holder(slot: source).object)) }
}

/// Negates the volts of all records, and returns how many there are.
func probeNegateVolts(_: PyObjectPointer?, _ source: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    try withMutableRecords(of: Holder(slot: source).object, as: pulse.self, pulseFormat()) {
      records throws(Failure) in
      for index in records.indices { records[index].volts.negate() }
      return try OwnedObject(records.count)
    }
  }
}

/// What is refused: a format by a number.
func probeRecordFailure(_: PyObjectPointer?, _ number: PyObjectPointer?) -> PyObjectPointer? {
  returning { () throws(Failure) in
    switch try Holder(slot: number).object.size(argument: "number") {
    case 0:
      _ = try ElementFormat.record([Field("a", .int32, at: 0), Field("b", .int8, at: 3)], size: 4)
    case 1:
      _ = try ElementFormat.record([Field("a", .int32, at: 0), Field("a", .int8, at: 4)], size: 8)
    case 2: _ = try ElementFormat.record([Field("a", .int32, at: 0)], size: 3)
    case 3: _ = try ElementFormat.record([Field("", .int32, at: 0)], size: 4)
    case 4: _ = try ElementFormat.record([Field("a:b", .int32, at: 0)], size: 4)
    case 5: _ = try ElementFormat.record([Field("a", .int32, at: -4)], size: 4)
    case 6: _ = try ElementFormat.record([Field("a", .int32, at: 0, count: -1)], size: 4)
    case 7: _ = try ElementFormat.record([Field("a", .int24, at: 0)], size: 3)
    default: _ = try ElementFormat.bytes(0)
    }
    return .none
  }
}
