import Foundation
import Testing

@testable import MusterStore

struct LeaseProcessTests {
    @Test func whatIsKeptReadsAsItWas() throws {
        let own = try #require(LeaseProcess.own)
        #expect(LeaseProcess(own.text) == own)
        for text in ["", "boot ns 7", "boot ns x 5", "boot ns 0 5", "boot ns -4 5", "a b 7 5 6"] {
            #expect(LeaseProcess(text) == nil, "\(text)")
        }
    }

    @Test func onlyAProcessOfThisMachineIsKnownToHaveEnded() throws {
        let own = try #require(LeaseProcess.own)
        let gone = try LeaseProcess.gone()
        #expect(gone.hasEnded(seenFrom: own))
        #expect(!own.hasEnded(seenFrom: own))
        #expect(LeaseProcess(place: own.place, pid: own.pid, start: "1").hasEnded(seenFrom: own))
        #expect(!LeaseProcess(place: "elsewhere pid:[1]", pid: gone.pid, start: "1").hasEnded(seenFrom: own))
        #expect(!gone.hasEnded(seenFrom: nil))
    }
}

extension LeaseProcess {
    /// One of this machine that has ended.
    static func gone() throws -> LeaseProcess {
        let own = try #require(LeaseProcess.own)
        let child = Process()
        child.executableURL = URL(filePath: "/bin/true")
        try child.run()
        child.waitUntilExit()
        return LeaseProcess(place: own.place, pid: child.processIdentifier, start: own.start)
    }
}
