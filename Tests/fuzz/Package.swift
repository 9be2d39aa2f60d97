// swift-tools-version: 6.2

import PackageDescription

// The fuzz targets, in a package of their own so that the program's build does not know them. The
// sources of the libraries are those of the program, by symbolic links; all is built with
// AddressSanitizer and libFuzzer's instrumentation (scripts/fuzz).

let instrumented: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-sanitize=fuzzer,address", "-Xcc", "-march=x86-64-v3"]),
]
let instrumentedC: [CXXSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]

let instrumentedForC: [CSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]

let package = Package(
  name: "fuzz",
  targets: [
    .systemLibrary(name: "CISAL", pkgConfig: "libisal"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(
      name: "CFastFloat", cSettings: instrumentedForC, cxxSettings: instrumentedC,
      linkerSettings: [.linkedLibrary("stdc++")]),
    .target(
      name: "CWideKernels",
      exclude: [
        "WideProducts.inc", "WideNarrow.inc", "WideShallow.inc", "WideShallowScores.inc",
        "WideShallowLoss.inc", "WideShallowGradient.inc",
      ]),
    .target(name: "Threads", swiftSettings: instrumented),
    .target(name: "Numerics", dependencies: ["CWideKernels"], swiftSettings: instrumented),
    .target(
      name: "Tabular", dependencies: ["Numerics", "CFastFloat", "CISAL", "CZlib", "Threads"],
      swiftSettings: instrumented),
    .executableTarget(
      name: "ReaderFuzz", dependencies: ["Tabular", "Numerics"],
      swiftSettings: instrumented + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
