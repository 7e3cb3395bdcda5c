// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "sample",
  products: [.library(name: "Sample", targets: ["Sample"])],
  targets: [.target(name: "Sample")]
)
