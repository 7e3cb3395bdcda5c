import BufferProtocol

// Objects that the module keeps for its own use. Each interpreter's module has its own.

extension ModuleReference {
  static let waveformType = ModuleReference(0)
  static let iteratorType = ModuleReference(1)
  static let capsuleBufferType = ModuleReference(2)
  /// This and the next exist only before Python 3.12.
  static let proxyType = ModuleReference(3)
  static let wrapperType = ModuleReference(4)
}
