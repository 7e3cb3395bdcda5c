import CPython
import Testing

@testable import BufferProtocol

/// Memory of each contiguity that there is.
private enum Memory: CaseIterable {
  case both, onlyC, onlyF, neither

  var grid: Grid {
    switch self {
    case .both: Grid(lengths: [4], strides: [2], itemSize: 2)
    case .onlyC: Grid(lengths: [2, 3], strides: [6, 2], itemSize: 2)
    case .onlyF: Grid(lengths: [2, 3], strides: [2, 4], itemSize: 2)
    case .neither: Grid(lengths: [4], strides: [4], itemSize: 2)
    }
  }

  func traits(readOnly: Bool) -> BufferTraits {
    var traits: BufferTraits = readOnly ? .readOnly : []
    if self == .both || self == .onlyC { traits.insert(.cContiguous) }
    if self == .both || self == .onlyF { traits.insert(.fContiguous) }
    return traits
  }

  static let everything = Set(allCases)
  static let c: Set = [both, onlyC]
}

/// The requests with a name in the C API manual, "Buffer request types": their numbers, whether
/// they ask for memory that may be written, and whose contiguity meets them.
private let named: [(name: String, flags: CInt, writable: Bool, met: Set<Memory>)] = [
  ("PyBUF_SIMPLE", 0x000, false, Memory.c),
  ("PyBUF_WRITABLE", 0x001, true, Memory.c),
  ("PyBUF_FORMAT", 0x004, false, []),  // plain bytes are unsigned bytes
  ("PyBUF_ND", 0x008, false, Memory.c),
  ("PyBUF_STRIDES", 0x018, false, Memory.everything),
  ("PyBUF_C_CONTIGUOUS", 0x038, false, Memory.c),
  ("PyBUF_F_CONTIGUOUS", 0x058, false, [.both, .onlyF]),
  ("PyBUF_ANY_CONTIGUOUS", 0x098, false, [.both, .onlyC, .onlyF]),
  ("PyBUF_INDIRECT", 0x118, false, Memory.everything),
  ("PyBUF_CONTIG", 0x009, true, Memory.c),
  ("PyBUF_CONTIG_RO", 0x008, false, Memory.c),
  ("PyBUF_STRIDED", 0x019, true, Memory.everything),
  ("PyBUF_STRIDED_RO", 0x018, false, Memory.everything),
  ("PyBUF_RECORDS", 0x01D, true, Memory.everything),
  ("PyBUF_RECORDS_RO", 0x01C, false, Memory.everything),
  ("PyBUF_FULL", 0x11D, true, Memory.everything),
  ("PyBUF_FULL_RO", 0x11C, false, Memory.everything),
]

@Test func requestsWithANameAreMetAsTheManualSays() {
  for (name, flags, writable, met) in named {
    for memory in Memory.allCases {
      for readOnly in [false, true] {
        let request = BufferRequest(rawValue: flags)
        let isMet = request.refusal(by: memory.traits(readOnly: readOnly)) == nil
        let expected = met.contains(memory) && !(writable && readOnly)
        #expect(isMet == expected, "\(name) of \(memory), read-only: \(readOnly)")
      }
    }
  }
}

@Test func constantsAreThoseOfTheHeader() {
  #expect(BufferRequest.writable.rawValue == PyBUF_WRITABLE)
  #expect(BufferRequest.format.rawValue == PyBUF_FORMAT)
  #expect(BufferRequest.nd.rawValue == PyBUF_ND)
  #expect(BufferRequest.strides.rawValue == PyBUF_STRIDES)
  #expect(BufferRequest.cContiguous.rawValue == PyBUF_C_CONTIGUOUS)
  #expect(BufferRequest.fContiguous.rawValue == PyBUF_F_CONTIGUOUS)
  #expect(BufferRequest.anyContiguous.rawValue == PyBUF_ANY_CONTIGUOUS)
  #expect(BufferRequest.indirect.rawValue == PyBUF_INDIRECT)
  #expect(BufferRequest.full.rawValue == PyBUF_INDIRECT | PyBUF_WRITABLE | PyBUF_FORMAT)
  #expect(BufferRequest.fullReadOnly.rawValue == PyBUF_INDIRECT | PyBUF_FORMAT)
}

/// Every combination of the nine bits, sensible or not, against a memoryview of such memory.
@Test(arguments: Memory.allCases, [false, true])
private func everyCombinationOfFlagsIsMetAsByMemoryview(memory: Memory, readOnly: Bool) throws {
  try Interpreter.run { () throws(Failure) in
    let exporter = try memoryview(of: memory.grid, readOnly: readOnly)
    // The slot itself: PyObject_GetBuffer takes 0x100 alone for PyBUF_READ, and refuses it.
    let slot = unsafe swiftbuf_type_slot(exporter.object.type.pointer, swiftbuf_getbuffer_slot())
    let getBuffer = unsafe unsafeBitCast(slot, to: GetBufferFunction.self)
    for flags in CInt(0)...0x1FF {
      var view = unsafe Py_buffer()
      let isMet = unsafe getBuffer(exporter.object.pointer, &view, flags) == 0
      if isMet { unsafe PyBuffer_Release(&view) } else { PyErr_Clear() }
      let request = BufferRequest(rawValue: flags)
      let refusal = request.refusal(by: memory.traits(readOnly: readOnly))
      if (refusal == nil) != isMet {
        Issue.record("\(String(flags, radix: 16)): \(refusal.map { "\($0)" } ?? "met")")
      }
    }
  }
}

@Test(
  arguments: [
    (
      0x001, [.readOnly, .cContiguous],
      "a writable buffer was requested, but the memory is read-only"
    ),
    (0x038, [], "a C-contiguous buffer was requested, but the memory is not C-contiguous"),
    (
      0x058, [.cContiguous],
      "a Fortran-contiguous buffer was requested, but the memory is not Fortran-contiguous"
    ),
    (0x098, [], "a contiguous buffer was requested, but the memory is not contiguous"),
    (0x008, [], "a buffer without strides was requested, but the memory is not C-contiguous"),
    (0x004, .cContiguous, "a format was requested without a shape: plain bytes have no format"),
  ] as [(CInt, BufferTraits, String)])
func refusalsSayWhatWasAskedForAndWhyItCannotBeHad(
  flags: CInt, traits: BufferTraits, message: String
) throws {
  let refusal = try #require(BufferRequest(rawValue: flags).refusal(by: traits))
  #expect("\(refusal)" == message)
}
