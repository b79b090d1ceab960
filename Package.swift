// swift-tools-version: 6.2
import PackageDescription

// Every target is built the same way. Imports are internal unless a signature
// leaks them, so `package import X` shows at a glance what a module exposes.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

func library(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

// What the agent links must not use the library of regular expressions, which is
// imported without asking and weighs two megabytes: `contains("text")` is enough.
let small =
    strict + [
        .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
    ]

func agentLibrary(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: small)
}

// Nouns that the agent does not know: it is built without them.
let ofTheControllerAlone = ["Condition", "Decision", "Fleet", "Ledger"]
let isForAgent = Context.environment["MUSTER_AGENT"] != nil

func program(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: [], swiftSettings: strict)
}

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let sqlite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "muster",
    products: [
        .executable(name: "muster", targets: ["muster"]),
        .executable(name: "muster-agent", targets: ["muster-agent"]),
        .executable(name: "antnode-sim", targets: ["antnode-sim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Nouns and pure logic. No Foundation, no I/O.
        agentLibrary("MusterModel", exclude: isForAgent ? ofTheControllerAlone : []),
        agentLibrary("MusterWire", "MusterModel"),
        library("MusterPolicy", "MusterModel"),

        // The one event loop, socket, spawn and file layer. No Foundation.
        .target(name: "CShim"),
        agentLibrary("MusterIO", "CShim", "MusterModel"),

        // The agent's side. No Foundation.
        agentLibrary("MusterHost", "MusterIO", "MusterModel"),
        agentLibrary("MusterAgent", "MusterHost", "MusterIO", "MusterModel", "MusterWire"),

        // The controller's side.
        .systemLibrary(name: "CSSH2", pkgConfig: "libssh2", providers: [.apt(["libssh2-1-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        library("MusterSSH", "CCrypto", "CSSH2", "MusterIO", "MusterModel"),
        library("MusterStore", "MusterModel", grdb, sqlite),
        library("MusterInventory", "MusterModel", yams),
        library("MusterReports", "MusterModel"),
        library(
            "MusterFleet", "MusterIO", "MusterModel", "MusterPolicy", "MusterSSH", "MusterStore", "MusterWire"),
        library(
            "MusterCLI", "MusterFleet", "MusterIO", "MusterInventory", "MusterModel", "MusterPolicy", "MusterReports",
            "MusterSSH", "MusterStore", argumentParser),

        // A node to practise on.
        agentLibrary("MusterSim", "CShim", "MusterIO", "MusterModel"),

        // Executables: composition only.
        program("muster", "MusterCLI"),
        program("muster-agent", "MusterAgent"),
        program("antnode-sim", "MusterSim"),

        // Fleets of practice hosts: what tests of the whole stand on.
        .target(name: "FleetHarness", dependencies: ["MusterIO"], path: "Tests/Fleets/Harness", swiftSettings: strict),
        .executableTarget(
            name: "fault-proxy", dependencies: ["MusterIO"], path: "Tests/Fleets/FaultProxy", swiftSettings: strict),
        .executableTarget(
            name: "muster-bench", dependencies: ["MusterModel", "MusterPolicy", "MusterStore", "MusterWire", sqlite],
            path: "Tests/Bench",
            exclude: ["bench.sh"], swiftSettings: strict),
        .testTarget(
            name: "LoopbackFleetTests", dependencies: ["FleetHarness", "fault-proxy"],
            path: "Tests/Fleets/LoopbackFleetTests", swiftSettings: strict),
        .testTarget(
            name: "ActingFleetTests", dependencies: ["FleetHarness", grdb], path: "Tests/Fleets/ActingFleetTests",
            swiftSettings: strict),
        .testTarget(
            name: "SystemdFleetTests", dependencies: ["FleetHarness"], path: "Tests/Fleets/SystemdFleetTests",
            swiftSettings: strict),

        // What tests of several targets share.
        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),

        tests("ArchitectureTests"),
        tests("MusterAgentTests", "MusterAgent", "MusterHost", "MusterIO", "MusterModel", "MusterWire"),
        tests("MusterCLITests", "MusterCLI", "MusterIO", "MusterModel", "MusterStore", argumentParser, grdb),
        tests(
            "MusterFleetTests", "MusterAgent", "MusterFleet", "MusterHost", "MusterIO", "MusterModel", "MusterPolicy",
            "MusterSSH", "MusterStore", "MusterWire", "TestSupport"),
        tests("MusterHostTests", "MusterHost", "MusterIO", "MusterModel", "TestSupport"),
        tests("MusterInventoryTests", "MusterInventory", "MusterModel", "TestSupport"),
        tests("MusterIOTests", "MusterIO", "MusterModel"),
        tests("MusterModelTests", "MusterModel", "TestSupport"),
        tests("MusterPolicyTests", "MusterModel", "MusterPolicy", "TestSupport"),
        tests("MusterReportsTests", "MusterModel", "MusterReports"),
        tests("MusterSSHTests", "CCrypto", "CSSH2", "MusterIO", "MusterModel", "MusterSSH"),
        tests("MusterSimTests", "MusterIO", "MusterModel", "MusterSim"),
        tests("MusterStoreTests", "MusterModel", "MusterStore", grdb),
        tests("MusterWireTests", "MusterModel", "MusterWire"),
    ]
)
