import BufferProtocol

// What the module keeps for itself. Each interpreter's has its own.

extension ModuleReference {
  static let waveformType = ModuleReference(0)
  static let iteratorType = ModuleReference(1)
  static let lentMemoryType = ModuleReference(2)
  /// Only before Python 3.12, as is the next.
  static let proxyType = ModuleReference(3)
  static let wrapperType = ModuleReference(4)
}
