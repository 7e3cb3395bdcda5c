import BufferProtocol
import CFFmpeg
import CPython

// The extension module `video_plane._video_plane`.

nonisolated(unsafe) private let definition = unsafe ModuleDefinition(
  "video_plane._video_plane", methods: &moduleFunctions, references: 3, execute: fill)

// The name is CPython's to choose.
// swift-format-ignore: AlwaysUseLowerCamelCase
@c
public func PyInit__video_plane() -> PyObjectPointer? { unsafe definition.initialize() }

extension ModuleReference {
  static let decoderType = ModuleReference(0)
  static let frameType = ModuleReference(1)
  static let planeType = ModuleReference(2)
}

private func fill(_ module: PyObjectPointer?) -> CInt {
  unsafe Module.fill(module) { module throws(Failure) in
    // What FFmpeg has to say comes as an exception, not on stderr.
    av_log_set_level(AV_LOG_QUIET)
    try module.add(makeDecoderType(module), "Decoder", keptAs: .decoderType)
    try module.add(makeFrameType(module), "Frame", keptAs: .frameType)
    try module.add(makePlaneType(module), "Plane", keptAs: .planeType)
  }
}
