// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "matrix",
  products: [.library(name: "Matrix", targets: ["Matrix"])],
  dependencies: [
    // `python -m swiftbuf.build` prints where the installed swiftbuf has its Swift sources.
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../..")
  ],
  targets: [
    .target(name: "Matrix", dependencies: [.product(name: "BufferProtocol", package: "swiftbuf")])
  ]
)
