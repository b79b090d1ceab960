import MusterHost
import Testing

struct HostRootTests {
    @Test(arguments: [
        ("/", "/proc/stat", "/proc/stat"), ("", "/proc/stat", "/proc/stat"),
        ("/tmp/tree", "/proc/stat", "/tmp/tree/proc/stat"),
        ("/tmp/tree//", "/", "/tmp/tree/"),
    ])
    func prefixesPathsOfTheHost(directory: String, path: String, opened: String) {
        #expect(HostRoot(at: directory).path(path) == opened)
    }

    @Test(arguments: [
        ("/", "/home/ant", "/home/ant"), ("/tmp/tree", "/tmp/tree/home/ant", "/home/ant"),
        ("/tmp/tree", "/tmp/tree", "/"),
        ("/tmp/tree", "/tmp/treetop/x", nil), ("/tmp/tree", "/etc", nil),
    ])
    func takesThePrefixOffAgain(directory: String, path: String, expected: String?) {
        #expect(HostRoot(at: directory).hostPath(of: path) == expected)
    }
}
