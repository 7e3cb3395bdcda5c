// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "sample",
  products: [.library(name: "Sample", targets: ["Sample"])],
  targets: [
    .systemLibrary(name: "CSample"),
    .target(name: "Sample", dependencies: ["CSample"]),
  ]
)
