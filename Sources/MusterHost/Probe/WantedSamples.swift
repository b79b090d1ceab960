import Glibc
import MusterModel

/// The samples that a probe asks for, found by comparing bytes.
struct WantedSamples {
    private struct Want {
        var result: String
        var name: [UInt8]
        var label: [UInt8]?
        var adds: Bool
        var value: Scalar?
    }

    private var wants: [Want]
    /// Length of a name → which wants have names of that length.
    private let byLength: [[Int]]
    /// Bytes 8 to 15 of the names, as a number; empty if a name is too short to have them.
    private let middles: [UInt64]

    private static let middle = 8..<16

    init(_ extract: [String: Extraction]) {
        wants = extract.sorted { $0.key < $1.key }.map { result, extraction in
            Want(
                result: result, name: Array(extraction.name.utf8), label: extraction.label.map { Array($0.utf8) },
                adds: extraction.sum)
        }
        var byLength: [[Int]] = Array(repeating: [], count: (wants.map(\.name.count).max() ?? 0) + 1)
        for (index, want) in wants.enumerated() { byLength[want.name.count].append(index) }
        self.byLength = byLength
        let names = wants.map(\.name)
        let areLong = names.allSatisfy { $0.count >= Self.middle.upperBound }
        middles = areLong ? Array(Set(names.map { $0.withUnsafeBytes { Self.middle(of: $0) } })) : []
    }

    var values: ProbeValues {
        wants.reduce(into: ProbeValues()) { values, want in
            if let value = want.value { values.add(want.result, value) }
        }
    }

    /// Looks at one line that is no comment.
    mutating func take(_ line: UnsafeRawBufferPointer) {
        guard mayBeWanted(line) else { return }
        let end = Self.nameEnd(line, longest: byLength.count)
        guard end < byLength.count, end < line.count else { return }
        for index in byLength[end] where Self.isSame(wants[index].name, line, end) {
            take(SampleLine(line, nameEnd: end), for: index)
        }
    }

    private mutating func take(_ sample: SampleLine, for index: Int) {
        if let label = wants[index].label {
            if wants[index].value == nil { wants[index].value = sample.label(label).map(Scalar.text) }
        } else if wants[index].value == nil {
            wants[index].value = sample.value
        } else if wants[index].adds, let more = sample.value {
            wants[index].value = wants[index].value.map { Self.sum($0, more) }
        }
    }

    /// Eight bytes turn down most lines of a page, and the rest of them need not be looked at.
    private func mayBeWanted(_ line: UnsafeRawBufferPointer) -> Bool {
        guard !middles.isEmpty else { return true }
        guard line.count > Self.middle.upperBound else { return false }
        return middles.contains(Self.middle(of: line))
    }

    private static func middle(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: middle.lowerBound, as: UInt64.self)
    }

    private static func nameEnd(_ line: UnsafeRawBufferPointer, longest: Int) -> Int {
        let limit = min(line.count, longest)
        var place = 0
        while place < limit, line[place] != UInt8(ascii: "{"), line[place] != UInt8(ascii: " "), line[place] != 0x09 {
            place += 1
        }
        return place
    }

    private static func isSame(_ name: [UInt8], _ line: UnsafeRawBufferPointer, _ count: Int) -> Bool {
        guard let base = line.baseAddress else { return false }
        return memcmp(name, base, count) == 0
    }

    /// Whole numbers stay whole as long as they fit.
    private static func sum(_ left: Scalar, _ right: Scalar) -> Scalar {
        if case .integer(let a) = left, case .integer(let b) = right {
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow { return .integer(sum) }
        }
        return .real((left.number ?? 0) + (right.number ?? 0))
    }
}
