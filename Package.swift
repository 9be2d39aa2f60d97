// swift-tools-version: 6.2

import PackageDescription

// The manifest is the architecture: a target may import what its row names and nothing else, and
// `make build` fails on an import that the row does not declare.
//
//     backdrop → Pipeline → Experiments → Models → Perceptron → Numerics
//                    ├────→ Reports → RunLog          Tabular ↗
//                    └────→ Files   Reports, Models → JSON   all → Threads

/// AVX2 and FMA on x86-64. Without it `addingProduct` is a library call a lane; arm64 has FMA
/// always. `BACKDROP_MARCH=native` (or x86-64-v4) overrides it: no bit of a result depends on the
/// vector width.
/// Without `-fno-math-errno` a vector's square root is a library call a lane.
#if arch(x86_64)
  let machine: [SwiftSetting] = [
    .unsafeFlags([
      "-Xcc", "-march=\(Context.environment["BACKDROP_MARCH"] ?? "x86-64-v3")",
      "-Xcc", "-fno-math-errno",
    ])
  ]
#else
  let machine: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-fno-math-errno"])]
#endif

/// The program carries Swift's libraries with it, so that it runs where no Swift is installed, and by the
/// linker script in packaging/link that of C++, so that it starts faster. Under a sanitizer
/// (scripts/sanitize) it does not: the sanitizer must see the calls of every library. For the start, too,
/// relocations are packed, which `lld` can do, and no symbol is exported.
let staticLibraries: [LinkerSetting] =
  Context.environment["BACKDROP_SANITIZED"] != nil
  ? []
  : [
    .unsafeFlags([
      "-static-stdlib", "-L\(Context.packageDirectory)/packaging/link", "-use-ld=lld",
      "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic",
    ]),
    .linkedLibrary("_FoundationCShims"), .linkedLibrary("_FoundationCollections"),
    .linkedLibrary("swiftSynchronization"),
  ]

/// Without the last flag the program looks up each generic type by its name when it first meets it, which
/// a short command feels.
let language: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"]),
]

/// One target of the library, with its tests beside it in `Tests/<name>Tests`.
func layer(
  _ name: String, _ dependencies: [Target.Dependency] = [], tests: [Target.Dependency] = []
) -> [Target] {
  [
    .target(name: name, dependencies: dependencies, swiftSettings: language + machine),
    .testTarget(
      name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies + tests,
      resources: [.copy("Goldens")], swiftSettings: language + machine),
  ]
}

let package = Package(
  name: "backdrop",
  products: [.executable(name: "backdrop", targets: ["backdrop"])],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CProcessor"),
    .systemLibrary(name: "CLinux"),
    .target(
      name: "CWideKernels",
      exclude: [
        "WideProducts.inc", "WideNarrow.inc", "WideRows.inc", "WideRowProducts.inc",
        "WideShallow.inc", "WideShallowScores.inc", "WideShallowLoss.inc",
        "WideShallowGradient.inc",
      ]),
    .target(name: "CFastFloat", linkerSettings: [.linkedLibrary("stdc++")]),
  ]
    + layer("Threads")
    + layer("JSON")
    + layer("Files", ["CCrypto", "CLinux", "Threads"])
    + layer("Numerics", ["CWideKernels"])
    + layer("Tabular", ["Numerics", "CFastFloat", "CISAL", "CZlib", "Threads"])
    + layer("Perceptron", ["Numerics", "Threads", "CLinux"])
    + layer(
      "Models", ["Perceptron", "Tabular", "Numerics", "Files", "JSON", "CZip", "CISAL", "Threads"])
    + layer("Experiments", ["Models", "Perceptron", "Tabular", "Numerics", "JSON"])
    + layer("Protobuf")
    + layer("RunLog", ["CSQLite", "Threads"])
    + layer("Reports", ["RunLog", "JSON"])
    + layer(
      "Pipeline",
      [
        "Experiments", "Models", "Perceptron", "Tabular", "RunLog", "Reports", "Files", "JSON",
        "Threads", "Protobuf",
      ])
    + [
      // Built for any x86-64: it looks at the processor before it calls a kernel.
      .executableTarget(
        name: "backdrop",
        dependencies: [
          "Pipeline", "Experiments", "Models", "Perceptron", "Tabular", "RunLog", "Reports",
          "Files", "Threads", "CProcessor",
        ],
        swiftSettings: language,
        linkerSettings: staticLibraries),
      .testTarget(
        name: "backdropTests", dependencies: ["RunLog", "Files"], exclude: ["oracle"],
        resources: [.copy("Goldens")], swiftSettings: language + machine),
    ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
