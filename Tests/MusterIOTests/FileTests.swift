import Glibc
import MusterIO
import Testing

@Suite struct FileTests {
    private let directory = TemporaryDirectory()

    @Test func whatIsWrittenIsReadBackWithItsMode() throws {
        let path = directory.path("a")
        try File.writeAtomically(path, Array("one".utf8), mode: 0o640)
        #expect(try File.text(path) == "one")
        #expect(try FileInfo.of(path).mode == 0o640)
        #expect(try FileInfo.of(path).kind == .file)
        #expect(try Directory.names(directory.path) == ["a"])
    }

    @Test func aFileOfExactlyTheLimitIsRead() throws {
        try File.writeAtomically(directory.path("a"), Array("12345".utf8))
        #expect(try File.text(directory.path("a"), limit: 5) == "12345")
        #expect(throws: SystemError(code: EFBIG, "read", directory.path("a"))) {
            try File.read(directory.path("a"), limit: 4)
        }
    }

    @Test func theTailOfAFileIsItsLastBytes() throws {
        try File.writeAtomically(directory.path("a"), Array("12345".utf8))
        #expect(try File.tail(directory.path("a"), limit: 2) == Array("45".utf8))
        #expect(try File.tail(directory.path("a"), limit: 9) == Array("12345".utf8))
    }

    @Test func filesWithoutASizeAreReadWhole() throws {
        #expect(try File.text("/proc/self/stat").hasPrefix("\(getpid()) "))
    }

    @Test(arguments: [Failure.write, .sync, .rename])
    func afterAFailureTheOldFileIsThereAndNothingElse(failure: Failure) throws {
        let path = directory.path("a")
        try File.writeAtomically(path, Array("old".utf8))
        let error = #expect(throws: SystemError.self) {
            try File.writeAtomically(path, Array("new".utf8), calls: failure.calls)
        }
        #expect(error?.code == failure.code)
        #expect(try File.text(path) == "old")
        #expect(try Directory.names(directory.path) == ["a"])
    }

    @Test func aMissingFileIsItsOwnError() {
        #expect(throws: SystemError(code: ENOENT, "open", directory.path("b"))) { try File.read(directory.path("b")) }
    }

    @Test func directoriesAreMadeWithTheirParents() throws {
        try Directory.create(directory.path("x/y/z"))
        try Directory.create(directory.path("x/y/z"))
        #expect(try FileInfo.of(directory.path("x/y/z")).kind == .directory)
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a")])
    func aPathsParentIsAsDirnameSays(path: String, parent: String) {
        #expect(Directory.parent(of: path) == parent)
    }

    @Test func linksAreSeenAsLinksOrFollowed() throws {
        symlink("target", directory.path("link"))
        #expect(try FileInfo.of(directory.path("link"), followingLinks: false).kind == .symbolicLink)
        #expect(try File.linkTarget(directory.path("link")) == "target")
        #expect(throws: SystemError.self) { try FileInfo.of(directory.path("link")) }
    }

    @Test func aFileSystemHasASize() throws {
        let use = try FileSystemUse.of(directory.path)
        #expect(use.totalBytes >= use.freeBytes)
        #expect(use.totalBytes > 0)
    }

    @Test func aLockIsHeldByOneAtATime() throws {
        let path = directory.path("lock")
        let loop = try EventLoop(name: "test")
        try hold(path) {
            let isFreeMeanwhile = try isFree(path)
            #expect(!isFreeMeanwhile)
            #expect(throws: IOError.timedOut) {
                try loop.run { () async throws(IOError) in
                    _ = try await FileLock.acquire(path, until: .after(.milliseconds(30)), on: loop)
                }
            }
        }
        let isFreeAfterwards = try isFree(path)
        #expect(isFreeAfterwards)
    }

    private func hold(_ path: String, _ body: () throws -> Void) throws {
        let lock = try FileLock.tryAcquire(path)
        try body()
        _ = consume lock
    }

    private func isFree(_ path: String) throws -> Bool {
        switch try FileLock.tryAcquire(path) {
        case .some: true
        case .none: false
        }
    }

    enum Failure: CaseIterable, Sendable {
        case write, sync, rename

        var code: Int32 {
            switch self {
            case .write: ENOSPC
            case .sync: EIO
            case .rename: EROFS
            }
        }

        var calls: FileCalls {
            let code = code
            return switch self {
            case .write: FileCalls(write: { _, _ in Failure.fail(code) })
            case .sync: FileCalls(sync: { _ in Int32(Failure.fail(code)) })
            case .rename: FileCalls(rename: { _, _ in Int32(Failure.fail(code)) })
            }
        }

        private static func fail(_ code: Int32) -> Int {
            errno = code
            return -1
        }
    }
}

/// Gone, with what is in it, at the end of the test.
final class TemporaryDirectory: Sendable {
    let path: String

    init() { path = "/tmp/muster-io-\(Randomness.system.hex(8))"; mkdir(path, 0o700) }

    deinit { remove(path) }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    private func remove(_ path: String) {
        for name in (try? Directory.names(path)) ?? [] { remove("\(path)/\(name)") }
        if unlink(path) != 0 { rmdir(path) }
    }
}
