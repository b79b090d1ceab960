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
}
