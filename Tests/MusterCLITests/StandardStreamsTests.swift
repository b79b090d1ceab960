import Glibc
import MusterCLI
import MusterIO
import Testing

struct StandardStreamsTests {
    @Test(arguments: [
        ("/dev/full", O_WRONLY, "No space left on device"), ("/dev/null", O_RDONLY, "Bad file descriptor"),
    ])
    func aResultThatDidNotArriveIsKnown(path: String, mode: Int32, why: String) {
        let file = open(path, mode)
        defer { close(file) }
        let streams = StandardStreams(results: file)
        #expect(streams.loss == nil)
        streams.write("HOST\n")
        #expect(streams.loss?.message == "cannot write the result: " + why)
    }

    @Test func whatArrivedIsNoLoss() {
        let file = open("/dev/null", O_WRONLY)
        defer { close(file) }
        let streams = StandardStreams(results: file)
        streams.write("HOST\n")
        #expect(streams.loss == nil)
    }
}
