import MusterSim
import Testing

struct BehaviourTests {
    @Test func everySettingIsRead() throws {
        let behaviour = try Behaviour().applying(
            """
            # how to misbehave
            version = 0.4.18
            peer_id = \\e[31mred
            answer_delay_ms = 50
            byte_delay_us=7; hang = yes
            refuse = no
            body = long_line
            status = 500
            exit_after_s = 3
            exit_code = 101
            failure = the disk is full
            leak_mb_per_s = 2
            cpu_percent = 40
            ignore_term = true
            pace = 600
            hold_mb = 80
            disk_mb = 12
            peers = 0
            record = /var/tmp/starts
            """)
        var expected = Behaviour()
        expected.version = "0.4.18"
        expected.peerID = "\u{1b}[31mred"
        expected.answerDelay = 50
        expected.byteDelay = 7
        expected.hangs = true
        expected.body = .longLine
        expected.status = 500
        expected.exitAfter = 3
        expected.exitCode = 101
        expected.failure = "the disk is full"
        expected.leak = 2
        expected.cpu = 40
        expected.ignoresTermination = true
        expected.pace = 600
        expected.heldMemory = 80
        expected.ballast = 12
        expected.peers = 0
        expected.record = "/var/tmp/starts"
        #expect(behaviour == expected)
    }

    @Test(arguments: [
        ("version", BehaviourError.noValue(line: "version")),
        ("colour = red", .unknownKey("colour")),
        ("status = many", .invalidValue("many", key: "status")),
        ("exit_code = 256", .invalidValue("256", key: "exit_code")),
        ("hang = maybe", .invalidValue("maybe", key: "hang")),
        ("body = none", .invalidValue("none", key: "body")),
    ])
    func aMistakeIsNamed(text: String, error: BehaviourError) {
        #expect(throws: error) { try Behaviour().applying(text) }
    }

    @Test func theEnvironmentUsesTheSameNamesInCapitals() throws {
        let variables = ["SIM_VERSION": "9.9.9", "SIM_ANSWER_DELAY_MS": "5", "VERSION": "1"]
        let behaviour = try Behaviour().applying { variables[$0] }
        #expect(behaviour.version == "9.9.9")
        #expect(behaviour.answerDelay == 5)
    }

    @Test(arguments: [
        ("\nantnode-sim-release:version=0.4.18\n", "version=0.4.18"),
        ("tail of a program\nantnode-sim-release:version=1;exit_after_s=2\n", "version=1;exit_after_s=2"),
        ("\nantnode-sim-release:version=1\n\nantnode-sim-release:version=2\n", "version=2"),
        ("\nantnode-sim-release:version=1", ""),
        ("a program without a line\n", ""),
        ("", ""),
    ])
    func theLastReleaseLineOfABinaryCounts(tail: String, settings: String) {
        #expect(ReleaseLine.settings(tail: Array(tail.utf8)) == settings)
    }
}
