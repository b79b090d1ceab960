import MusterModel
import TestSupport

/// Values as hostile as the types allow.
extension Dice {
    mutating func text() -> String {
        let pieces = [
            "a", "antnode0007", "/var/antctl/services", "\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1B}[31m", "\u{7F}",
            "é",
            "e\u{301}", "😀", "\u{FFFD}", "\u{2028}", "\u{10FFFF}", "{", "}", "[", "]", ",", ":", "null", "\\u0000", " ",
        ]
        return list(upTo: 6) { $0.pick(pieces) }.joined()
    }

    mutating func whole<Whole: FixedWidthInteger>(_ type: Whole.Type = Whole.self) -> Whole {
        chance(30) ? pick([0, 1, .max, .min, .max - 1]) : Whole.random(in: .min ... .max, using: &self)
    }

    mutating func real() -> Double {
        if chance(30) {
            return pick([
                0, -0.0, 1, 5, 0.1, 1e22, 1e23, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_992,
            ])
        }
        let value = Double(bitPattern: next())
        return value.isFinite ? value : 0.5
    }

    mutating func maybe<Value>(_ value: (inout Dice) -> Value) -> Value? { chance(60) ? value(&self) : nil }
    mutating func optionalText() -> String? { maybe { $0.text() } }

    mutating func scalars() -> [String: Scalar] {
        let pairs = list(upTo: 5) { dice in
            (dice.text(), dice.pick([Scalar.integer(dice.whole()), .real(dice.real()), .text(dice.text())]))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    mutating func node() -> NodeObservation {
        var node = NodeObservation(kind: text(), name: text(), key: text())
        node.fields = scalars()
        node.metrics = scalars()
        node.unit = maybe { $0.unit() }
        node.registry = maybe { dice in
            RegistryEvidence(path: dice.text(), status: dice.optionalText(), schema: dice.maybe { $0.whole() })
        }
        node.processes = list(upTo: 3) { $0.process() }
        node.directory = maybe { $0.directory() }
        node.probes = list(upTo: 3) { dice in
            let result = dice.pick([
                ProbeOutcome.Result.answered, .refused, .timeout, .malformed, .notConfigured, .error,
            ])
            return ProbeOutcome(probe: dice.text(), result: result, detail: dice.optionalText(), took: dice.whole())
        }
        node.seenBy = list(upTo: 3) { $0.text() }
        node.disagreements = list(upTo: 2) { dice in
            let values = dice.list(upTo: 3) { ($0.text(), $0.text()) }
            return Disagreement(field: dice.text(), values: Dictionary(values) { first, _ in first })
        }
        node.lastFailure = optionalText()
        return node
    }

    mutating func unit() -> UnitEvidence {
        var unit = UnitEvidence(managerUID: maybe { $0.whole() }, name: text())
        for member: WritableKeyPath<UnitEvidence, String?> in [
            \.path, \.fileHash, \.loadState, \.activeState, \.subState, \.fileState, \.result, \.invocationID,
            \.restartPolicy,
            \.user,
        ] {
            unit[keyPath: member] = optionalText()
        }
        unit.mainPID = maybe { $0.whole() }
        unit.restarts = maybe { $0.whole() }
        return unit
    }

    mutating func process() -> ProcessEvidence {
        ProcessEvidence(
            pid: whole(), startedAfterBoot: whole(), uid: whole(), user: optionalText(), executable: optionalText(),
            executableReplaced: chance(50), cpuMilliseconds: whole(), residentBytes: whole(), threads: whole())
    }

    mutating func directory() -> DirectoryEvidence {
        var directory = DirectoryEvidence(path: text(), presence: pick([.present, .absent, .unknown]))
        directory.mountPoint = optionalText()
        directory.device = optionalText()
        directory.identityChanged = maybe { Timestamp(milliseconds: $0.whole()) }
        directory.hasIdentity = maybe { $0.chance(50) }
        directory.processGone = maybe { $0.chance(50) }
        return directory
    }

    mutating func sample() -> Sample {
        Sample(
            clock: HostClock(wall: Timestamp(milliseconds: whole()), sinceBoot: whole()), interval: whole(),
            cpu: maybe { d in
                CPUUse(
                    user: d.real(), nice: d.real(), system: d.real(), idle: d.real(), iowait: d.real(), irq: d.real(),
                    softirq: d.real(), steal: d.real())
            },
            memory: maybe { d in
                Memory(
                    total: d.whole(), available: d.whole(), free: d.whole(), swapTotal: d.whole(), swapFree: d.whole())
            },
            load: maybe { d in Load(one: d.real(), five: d.real(), fifteen: d.real()) },
            pressure: maybe { d in
                Pressure(
                    cpuSome: d.real(), memorySome: d.real(), memoryFull: d.real(), ioSome: d.real(), ioFull: d.real())
            },
            fileSystems: list(upTo: 3) { $0.fileSystem() },
            disks: list(upTo: 3) { d in
                DiskRate(
                    name: d.text(), readBytesPerSecond: d.real(), writtenBytesPerSecond: d.real(),
                    readsPerSecond: d.real(), writesPerSecond: d.real(), busyPercent: d.real())
            },
            networks: list(upTo: 3) { d in
                NetworkRate(
                    name: d.text(), receivedBytesPerSecond: d.real(), sentBytesPerSecond: d.real(),
                    errorsPerSecond: d.real())
            },
            processes: maybe { d in ProcessCounts(total: d.whole(), running: d.whole(), blocked: d.whole()) },
            fileHandles: maybe { d in FileHandles(open: d.whole(), limit: d.whole()) },
            temperatures: list(upTo: 3) { d in Temperature(sensor: d.text(), celsius: d.real()) })
    }

    private mutating func fileSystem() -> FileSystem {
        FileSystem(
            path: text(), source: text(), type: text(), device: text(), total: whole(), available: whole(),
            used: whole(), inodes: whole(), inodesFree: whole(), readOnly: chance(50))
    }
}
