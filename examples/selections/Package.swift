// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "selections",
  products: [.library(name: "Selections", targets: ["Selections"])],
  dependencies: [.package(url: "https://github.com/apple/swift-algorithms", exact: "1.2.1")],
  targets: [
    .target(
      name: "Selections",
      dependencies: [.product(name: "Algorithms", package: "swift-algorithms")])
  ]
)
