// swift-tools-version: 6.2
import PackageDescription

// Unit tests of BufferProtocol and WaveformCore, with the full runtime and its checks:
//
//     SWIFTBUF_EMBEDDED=0 swift test --package-path tests/swift
//
// A package of their own, as wheels carry the manifest of swiftbuf and not its tests. Unlike an
// extension module they link libpython, which python3-embed.pc leads to.
let package = Package(
  name: "tests",
  dependencies: [.package(name: "swiftbuf", path: "../..")],
  targets: [
    .systemLibrary(
      name: "LibPython", path: "LibPython", pkgConfig: "python3-embed",
      providers: [.apt(["libpython3-dev"])]),
    .testTarget(
      name: "BufferProtocolTests",
      dependencies: [
        .product(name: "BufferProtocol", package: "swiftbuf"),
        .product(name: "WaveformCore", package: "swiftbuf"), "LibPython",
      ],
      path: ".", exclude: ["LibPython"], swiftSettings: [.strictMemorySafety()]),
  ]
)
