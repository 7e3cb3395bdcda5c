// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "probe",
  products: [.library(name: "Probe", type: .dynamic, targets: ["Probe"])],
  dependencies: [
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../..")
  ],
  targets: [
    .target(
      name: "Probe",
      dependencies: [.product(name: "BufferProtocol", package: "swiftbuf")],
      swiftSettings: [.enableExperimentalFeature("Embedded")])
  ]
)
