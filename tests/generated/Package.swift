// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "sample",
  products: [.library(name: "Sample", targets: ["Sample"])],
  dependencies: [
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../..")
  ],
  targets: [
    .systemLibrary(name: "CSample"),
    .target(
      name: "Sample",
      dependencies: ["CSample", .product(name: "BufferProtocol", package: "swiftbuf")]),
  ]
)
