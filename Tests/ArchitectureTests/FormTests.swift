import Testing

/// What can be said about every file without understanding it.
struct FormTests {
    @Test(arguments: [("Sources", 250), ("Tests", 300)])
    func filesStaySmall(folder: String, limit: Int) throws {
        for file in try Checkout.files(below: folder, endingIn: [".swift"]) {
            #expect(file.lines.count - 1 <= limit, "\(file.path)")
        }
    }

    /// Words are put together here so that this file does not hold them itself.
    @Test(arguments: [
        "/work" + "/", "deb.debian" + ".org", "pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js",
        "TO" + "DO", "FIX" + "ME", "XX" + "X:",
    ])
    func nothingSpeaksOfTheWorkshop(word: String) throws {
        let kinds = [".swift", ".sh", ".md", ".yml", ".yaml", ".h", ".c", ".json"]
        let files = try ["Sources", "Tests", "docs", "tools", "inventory"]
            .flatMap { try Checkout.files(below: $0, endingIn: kinds) }
        for file in files + [SourceFile(path: "Makefile", text: try Checkout.text("Makefile"))] {
            #expect(!file.text.contains(word), "\(file.path)")
        }
    }

    @Test(arguments: ["fatal" + "Error(", "try" + "! ", " as" + "! ", "public func", "public struct", "public let"])
    func sourcesAvoid(word: String) throws {
        for file in try Checkout.files(below: "Sources", endingIn: [".swift"]) {
            #expect(!file.text.contains(word), "\(file.path)")
        }
    }

    /// The agent is linked without the executors that these would run on: a task that left its loop would end it.
    @Test(arguments: ["MusterIO", "MusterHost", "MusterAgent", "MusterWire", "MusterModel", "MusterSim"])
    func noTaskOfTheAgentLeavesItsLoop(target: String) throws {
        for file in try Checkout.files(below: "Sources/\(target)", endingIn: [".swift"]) {
            // A group's tasks have the preference of their parent.
            let code = file.lines.filter { !$0.drop { $0 == " " }.hasPrefix("///") && !$0.contains(".addTask {") }
            for word in ["Task {", "Task(priority", "Task.detached", "Task.sleep", "Task.yield", "@MainActor"] {
                #expect(!code.contains { $0.contains(word) }, "\(file.path): \(word)")
            }
            if code.contains(where: { $0.contains("actor ") && $0.hasSuffix("{") }) {
                #expect(file.text.contains("var unownedExecutor"), "\(file.path): an actor without the loop")
            }
        }
    }

    @Test func noFileIsADrawerForOddsAndEnds() throws {
        for file in try Checkout.files(below: "Sources", endingIn: [".swift"]) {
            for word in ["Util", "Helper", "Misc", "Placeholder"] {
                #expect(!file.path.split(separator: "/").dropFirst(2).joined().contains(word), "\(file.path)")
            }
        }
    }
}
