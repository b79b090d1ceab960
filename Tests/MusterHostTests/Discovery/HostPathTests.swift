import Testing

@testable import MusterHost

struct HostPathTests {
    @Test(arguments: [
        ("/var//antctl/./services/", "/var/antctl/services"), ("/a/../../b", "/b"), ("/", "/"), ("/a/b/..", "/a"),
        ("/a/", "/a"), ("/.hidden/x", "/.hidden/x"),
    ])
    func normalises(path: String, expected: String) {
        #expect(HostPath.normalised(path) == expected)
    }

    @Test(arguments: ["data-dir", "stdout", "", "/a\0b", "/" + String(repeating: "a", count: 5000)])
    func whatIsNoAbsolutePathIsNothing(path: String) {
        #expect(HostPath.normalised(path) == nil)
    }

    @Test(arguments: [("/a/b", "b"), ("/a/b/", "b"), ("b", "b"), ("/", "/"), ("", "/"), ("/é/ü", "ü")])
    func theLastComponentIsTheName(path: String, expected: String) {
        #expect(HostPath.lastComponent(path) == expected)
    }

    @Test func aRelativePathNeedsADirectory() {
        #expect(HostPath.normalised("data/n1", relativeTo: "/srv") == "/srv/data/n1")
    }

    @Test(arguments: [("/a/b", "/a", true), ("/a", "/a", true), ("/ab", "/a", false), ("/x", "/", true)])
    func insideIsByComponents(path: String, directory: String, expected: Bool) {
        #expect(HostPath.isInside(path, directory) == expected)
    }
}
