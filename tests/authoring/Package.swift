// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "probe",
  products: [.library(name: "Probe", type: .dynamic, targets: ["Probe"])],
  dependencies: [
    .package(name: "swiftbuf", path: Context.environment["SWIFTBUF_PACKAGE"] ?? "../..")
  ],
  targets: [
    .systemLibrary(name: "CPulse"),
    .target(
      name: "Probe",
      dependencies: ["CPulse", .product(name: "BufferProtocol", package: "swiftbuf")],
      swiftSettings: [.enableExperimentalFeature("Embedded")]),
  ]
)
