// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "video_plane",
  products: [.library(name: "VideoPlane", targets: ["VideoPlane"])],
  dependencies: [
    // `python -m swiftbuf.build` prints where the installed swiftbuf has its Swift sources.
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../..")
  ],
  targets: [
    .systemLibrary(
      name: "CFFmpeg", pkgConfig: "libavformat",
      providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev"])]),
    .target(
      name: "VideoPlane",
      dependencies: ["CFFmpeg", .product(name: "BufferProtocol", package: "swiftbuf")],
      swiftSettings: [.strictMemorySafety()],
      // Not in the module map, where Embedded Swift does not see it.
      linkerSettings: ["avformat", "avcodec", "avutil"].map { .linkedLibrary($0) }),
  ]
)
