// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "authored",
  products: [.library(name: "Authored", targets: ["Authored"])],
  dependencies: [
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../swiftbuf")
  ],
  targets: [
    .target(
      name: "Authored", dependencies: [.product(name: "BufferProtocol", package: "swiftbuf")])
  ]
)
