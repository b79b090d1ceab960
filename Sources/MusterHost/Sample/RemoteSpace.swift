import MusterIO
import MusterModel

/// Asks file systems that may never answer, each through a child that can be given up.
///
/// The child is `stat -f`, as coreutils and BusyBox have it.
struct RemoteSpace: Sendable {
    let root: HostRoot
    let runner: any CommandRunner
    let uid: UInt32

    static let patience: Duration = .seconds(1)
    /// More children than these would be no good guest.
    static let limit = 16

    struct Answer: Sendable {
        var fileSystems: [FileSystem] = []
        /// What did not answer, and why.
        var reports: [SourceReport] = []
    }

    func ask(_ mounts: [Mount], until deadline: Deadline) async -> Answer {
        var answer = Answer()
        answer.reports = mounts.dropFirst(Self.limit).map { report($0, .error, "not asked: \(Self.limit) at most") }
        await withTaskGroup(of: (Mount, Result<SpaceUse, Failure>).self) { group in
            for mount in mounts.prefix(Self.limit) {
                group.addTask { (mount, await ask(mount, until: deadline)) }
            }
            for await (mount, result) in group {
                switch result {
                case .success(let use): answer.fileSystems.append(use.fileSystem(mount))
                case .failure(let failure): answer.reports.append(report(mount, failure.outcome, failure.detail))
                }
            }
        }
        return answer
    }

    struct Failure: Error {
        var outcome: SourceReport.Outcome
        var detail: String
    }

    private func ask(_ mount: Mount, until deadline: Deadline) async -> Result<SpaceUse, Failure> {
        do throws(CommandError) {
            let output = try await runner.run(Self.command(root.path(mount.path)), until: deadline)
            guard output.status.isSuccess else {
                return .failure(Failure(outcome: .error, detail: String(output.errorOutput.text.prefix(200))))
            }
            guard let use = SpaceUse(statOutput: output.output.bytes) else {
                return .failure(Failure(outcome: .error, detail: "stat -f answered in another form"))
            }
            return .success(use)
        } catch .timedOut {
            return .failure(Failure(outcome: .timeout, detail: "the file system did not answer in time"))
        } catch {
            return .failure(Failure(outcome: .error, detail: error.message))
        }
    }

    static func command(_ path: String) -> Command {
        Command(["stat", "-f", "-c", "%S %b %f %a %c %d", path], outputLimit: 4096)
    }

    private func report(_ mount: Mount, _ outcome: SourceReport.Outcome, _ detail: String) -> SourceReport {
        SourceReport(kind: "host", id: "filesystem:\(mount.path)", outcome: outcome, uid: uid, detail: detail)
    }
}

extension SpaceUse {
    /// Parses block size, blocks, free, available, inodes and free inodes; a saturated product is no error.
    init?(statOutput: [UInt8]) {
        let numbers = statOutput.filter { $0 != UInt8(ascii: "\n") }.words.compactMap(\.unsigned)
        guard numbers.count == 6, numbers[0] > 0 else { return nil }
        func bytes(_ blocks: UInt64) -> UInt64 {
            let (product, overflow) = blocks.multipliedReportingOverflow(by: numbers[0])
            return overflow ? .max : product
        }
        self.init(
            device: nil, total: bytes(numbers[1]), free: bytes(numbers[2]), available: bytes(numbers[3]),
            inodes: numbers[4], inodesFree: numbers[5])
    }
}
