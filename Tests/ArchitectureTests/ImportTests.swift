import Testing

/// Arrows point down only: which target may import what.
struct ImportTests {
    static let allowed: [(target: String, modules: Set<Substring>)] = [
        ("MusterModel", []),
        ("MusterWire", ["MusterModel"]),
        ("MusterPolicy", ["MusterModel"]),
        ("MusterIO", ["CShim", "Glibc", "MusterModel", "Synchronization"]),
        ("MusterHost", ["Glibc", "MusterIO", "MusterModel", "Synchronization"]),
        ("MusterAgent", ["Glibc", "MusterHost", "MusterIO", "MusterModel", "MusterWire", "Synchronization"]),
        ("MusterSim", ["CShim", "Glibc", "MusterIO", "MusterModel", "Synchronization"]),
        ("MusterSSH", ["CCrypto", "CSSH2", "Glibc", "MusterIO", "MusterModel", "Synchronization"]),
        ("MusterStore", ["Dispatch", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "MusterModel", "Synchronization"]),
        ("MusterInventory", ["Foundation", "MusterModel", "Yams"]),
        ("MusterReports", ["MusterModel"]),
        (
            "MusterFleet",
            [
                "Glibc", "MusterIO", "MusterModel", "MusterPolicy", "MusterSSH", "MusterStore", "MusterWire",
                "Synchronization",
            ]
        ),
        (
            "MusterCLI",
            [
                "ArgumentParser", "Dispatch", "Foundation", "Glibc", "MusterFleet", "MusterIO", "MusterInventory",
                "MusterModel",
                "MusterPolicy", "MusterReports", "MusterSSH", "MusterStore", "MusterWire", "Synchronization",
            ]
        ),
        ("muster", ["Foundation", "MusterCLI"]),
        ("muster-agent", ["Glibc", "MusterAgent"]),
        ("antnode-sim", ["Glibc", "MusterSim"]),
    ]

    @Test(arguments: allowed)
    func aTargetImportsOnlyWhatLiesBelowIt(target: String, modules: Set<Substring>) throws {
        let files = try Checkout.files(below: "Sources/\(target)", endingIn: [".swift"])
        #expect(!files.isEmpty)
        for file in files {
            for module in file.imports {
                #expect(modules.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func everyTargetHasItsRow() throws {
        let folders = try Checkout.files(below: "Sources", endingIn: [".swift"])
            .map { String($0.path.split(separator: "/")[1]) }
        #expect(Set(folders) == Set(Self.allowed.map(\.target)))
    }

    @Test(arguments: ["MusterModel", "MusterWire", "MusterIO", "MusterHost", "MusterAgent", "muster-agent"])
    func theAgentHasNoFoundation(target: String) throws {
        let modules = try #require(Self.allowed.first { $0.target == target }?.modules)
        #expect(modules.isDisjoint(with: ["Foundation", "FoundationEssentials", "Dispatch"]))
    }
}
