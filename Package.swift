// swift-tools-version: 6.2
import PackageDescription

// The extension is built with Embedded Swift: libc is all it needs, and it loads in a tenth of a
// millisecond. SWIFTBUF_EMBEDDED=0 builds the same sources with the full runtime, whose -Onone checks
// (exclusivity, overflow, with messages) are what a developer wants while hunting a trap.
let embedded = Context.environment["SWIFTBUF_EMBEDDED"] != "0"

let settings: [SwiftSetting] =
  (embedded ? [.enableExperimentalFeature("Embedded")] : []) + [.strictMemorySafety()]

let package = Package(
  name: "swiftbuf",
  products: [
    .library(name: "BufferProtocol", targets: ["BufferProtocol"]),
    .library(name: "SwiftBufferExt", type: .dynamic, targets: ["SwiftBufferExt"]),
  ],
  targets: [
    .systemLibrary(
      name: "CPython", pkgConfig: "python3", providers: [.apt(["libpython3-dev"])]),
    .target(name: "BufferProtocol", dependencies: ["CPython"], swiftSettings: settings),
    .target(name: "SwiftBufferExt", dependencies: ["BufferProtocol"], swiftSettings: settings),
  ]
)
