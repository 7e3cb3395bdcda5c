// swift-tools-version: 6.2
import PackageDescription

// The extension is built with Embedded Swift: libc is all it needs, and it loads in a tenth of a
// millisecond. SWIFTBUF_EMBEDDED=0 builds the same sources with the full runtime, whose -Onone
// checks (exclusivity, overflow, with messages) are what a developer wants while hunting a trap.
let embedded = Context.environment["SWIFTBUF_EMBEDDED"] != "0"

// Every use of what is unsafe without the word is a warning (SE-0458). CI makes errors of warnings;
// a user's compiler may be newer, and warn of more.
let warningsAreErrors = Context.environment["SWIFTBUF_WARNINGS"] == "errors"

let settings: [SwiftSetting] =
  (embedded ? [.enableExperimentalFeature("Embedded")] : []) + [.strictMemorySafety()]
  + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

// What Waveform alone needs is no concern of Swift authors; only tests/swift imports it.
let forTests: [Product] =
  embedded ? [] : [.library(name: "WaveformCore", targets: ["WaveformCore"])]

let package = Package(
  name: "swiftbuf",
  products: [
    .library(name: "BufferProtocol", targets: ["BufferProtocol"]),
    .library(name: "SwiftBufferExt", type: .dynamic, targets: ["SwiftBufferExt"]),
  ] + forTests,
  targets: [
    .systemLibrary(
      name: "CPython", pkgConfig: "python3", providers: [.apt(["libpython3-dev"])]),
    .target(name: "VectorLoops"),
    .target(name: "BufferProtocol", dependencies: ["CPython"], swiftSettings: settings),
    .target(
      name: "WaveformCore", dependencies: ["BufferProtocol", "VectorLoops"],
      swiftSettings: settings),
    .target(
      name: "SwiftBufferExt", dependencies: ["BufferProtocol", "WaveformCore"],
      swiftSettings: settings),
  ]
)
