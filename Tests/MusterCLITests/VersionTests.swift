import MusterCLI
import Testing

struct VersionTests {
    @Test func theProgramSaysItsVersion() async {
        #expect(await muster(["--version"]).output == Muster.version + "\n")
    }
}
