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
    private var byLength: [[Int]]

    init(_ extract: [String: Extraction]) {
        wants = extract.sorted { $0.key < $1.key }.map { result, extraction in
            Want(
                result: result, name: Array(extraction.name.utf8), label: extraction.label.map { Array($0.utf8) },
                adds: extraction.sum)
        }
        byLength = Array(repeating: [], count: (wants.map(\.name.count).max() ?? 0) + 1)
        for (index, want) in wants.enumerated() { byLength[want.name.count].append(index) }
    }

    var values: ProbeValues {
        wants.reduce(into: ProbeValues()) { values, want in
            if let value = want.value { values.add(want.result, value) }
        }
    }

    /// Looks at one line that is no comment.
    mutating func take(_ line: UnsafeRawBufferPointer) {
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
