import Glibc
import MusterModel

/// Reads a page in the Prometheus or OpenMetrics text format as it arrives, and takes the wanted samples from it.
///
/// Only the bytes of a line's name are looked at until they are a wanted name; comments are skipped unread. A family
/// that the page lacks has no value, which is no error.
struct ExpositionPage: ProbeBody {
    private var wanted: WantedSamples
    /// The beginning of a line whose end has not arrived.
    private var partial: [UInt8] = []
    private var saidEnd = false

    private static let longestLine = 64 << 10

    init(_ extract: [String: Extraction]) { wanted = WantedSamples(extract) }

    var values: ProbeValues { wanted.values }

    mutating func feed(_ bytes: UnsafeRawBufferPointer) throws(ProbeFault) {
        var rest = bytes[...]
        while let end = Self.newline(in: rest) {
            if partial.isEmpty {
                try read(UnsafeRawBufferPointer(rebasing: rest[..<end]))
            } else {
                try append(rest[..<end])
                try readPartial()
            }
            rest = rest[(end + 1)...]
        }
        if !rest.isEmpty { try append(rest) }
    }

    mutating func end(mustSayEnd: Bool) throws(ProbeFault) {
        if !partial.isEmpty { try readPartial() }
        if mustSayEnd, !saidEnd { throw .cutOff }
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) throws(ProbeFault) {
        guard partial.count + bytes.count <= Self.longestLine else { throw .lineTooLong }
        partial.append(contentsOf: bytes)
    }

    private mutating func readPartial() throws(ProbeFault) {
        let line = partial
        partial.removeAll(keepingCapacity: true)
        try line.withUnsafeBufferPointer { bytes throws(ProbeFault) in try read(UnsafeRawBufferPointer(bytes)) }
    }

    private mutating func read(_ line: UnsafeRawBufferPointer) throws(ProbeFault) {
        guard let first = line.first else { return }
        switch first {
        case UInt8(ascii: "#"): noticeEnd(line)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            wanted.take(line)
        case UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"): break
        default: throw .notMetrics
        }
    }

    private mutating func noticeEnd(_ line: UnsafeRawBufferPointer) {
        if line.count <= 6, line.starts(with: "# EOF".utf8) { saidEnd = true }
    }

    private static func newline(in bytes: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let base = bytes.base.baseAddress, !bytes.isEmpty,
            let found = memchr(base + bytes.startIndex, 0x0A, bytes.count)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
