import Glibc
import MusterHost
import MusterIO
import Testing

@testable import MusterAgent

struct StateDirectoryTests {
    @Test func everybodyMayPutFilesThereAndNobodyTakesThoseOfOthers() throws {
        let host = try ActingHost()
        try StateDirectory(host.root, uid: 0).prepare()
        let info = try FileInfo.of(host.state, followingLinks: false)
        #expect(info.mode == 0o1777)
        #expect(info.uid == 0)
    }

    @Test func rootTakesItOverFromWhoeverWasFirst() throws {
        let host = try ActingHost()
        mkdir(host.state, 0o700)
        chown(host.state, 1001, 1001)
        try StateDirectory(host.root, uid: 0).prepare()
        let info = try FileInfo.of(host.state, followingLinks: false)
        #expect(info.uid == 0)
        #expect(info.mode == 0o1777)
    }

    @Test func aLinkInItsPlaceIsRefusedAndNotFollowed() throws {
        let host = try ActingHost()
        try Directory.create("\(host.directory)/elsewhere", mode: 0o755)
        symlink("\(host.directory)/elsewhere", host.state)
        #expect(throws: SystemError.self) { try StateDirectory(host.root, uid: 0).prepare() }
        #expect((try FileInfo.of("\(host.directory)/elsewhere")).mode == 0o755)
    }

    @Test func aFileInItsPlaceIsRefused() throws {
        let host = try ActingHost()
        try File.writeAtomically(host.state, [])
        #expect(throws: SystemError.self) { try StateDirectory(host.root, uid: 0).prepare() }
    }

    @Test func journalsThatAreLinksAreNotWrittenTo() throws {
        let host = try ActingHost()
        let directory = try host.prepared()
        let victim = "\(host.directory)/victim"
        try File.writeAtomically(victim, Array("text".utf8))
        for make in [symlink, link] {
            unlink("\(host.state)/journal-0")
            #expect(make(victim, "\(host.state)/journal-0") == 0)
            var journal = Journal(in: directory)
            #expect(throws: JournalError.self) { try journal.begin(.some(1), digest: "d", bootID: "b") }
        }
        #expect(try File.text(victim) == "text")
    }
}
