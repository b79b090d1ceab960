import Glibc
import MusterIO
import Testing

@testable import MusterHost

struct BlockingWorkTests {
    @Test func workAnswers() async throws {
        let value = try await onLoop { await BlockingWork(loop: $0).run(at: "/", until: .after(.seconds(30))) { 7 } }
        #expect(value == 7)
    }

    @Test(.timeLimit(.minutes(1))) func workThatHangsIsGivenUpAndNotBegunAgain() async throws {
        let pipe = try Pipe(nonBlocking: false)
        let reader = pipe.reader.raw
        let answers = try await onLoop { loop in
            let work = BlockingWork(loop: loop)
            let hang: @Sendable () -> Int = {
                var byte: UInt8 = 0
                return read(reader, &byte, 1)
            }
            let first = await work.run(at: "/mnt", until: .after(.milliseconds(50)), hang)
            let second = await work.run(at: "/mnt", until: .after(.seconds(30))) { 1 }
            let elsewhere = await work.run(at: "/", until: .after(.seconds(30))) { 2 }
            return [first, second, elsewhere]
        }
        #expect(answers == [nil, nil, 2])
        var byte: UInt8 = 0
        _ = write(pipe.writer.raw, &byte, 1)  // lets the thread go
    }
}
