import MusterIO

/// Reads a channel up to the sentinel and, from there on, by lines; what follows stays for the next reader.
struct SentinelReader {
    let channel: any AgentChannel
    let sentinel: Sentinel
    private var buffer: [UInt8] = []
    private var isPast = false

    /// How much noise of start-up files is read through before giving up.
    private static let noiseLimit = 1 << 20
    private static let lineLimit = 4096

    init(_ channel: any AgentChannel, sentinel: Sentinel) {
        self.channel = channel
        self.sentinel = sentinel
    }

    /// Everything that was read beyond the last line returned.
    var rest: [UInt8] { buffer }

    /// The next line after the sentinel; `nil` when the stream ends, or ends before the sentinel.
    mutating func line(until deadline: Deadline) async throws -> Substring? {
        while !isPast {
            if let payload = sentinel.payload(of: buffer) {
                buffer = Array(payload)
                isPast = true
            } else {
                guard buffer.count <= Self.noiseLimit, try await readMore(until: deadline) else { return nil }
            }
        }
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                return line[...]
            }
            guard buffer.count <= Self.lineLimit, try await readMore(until: deadline) else { return nil }
        }
    }

    /// All lines up to the end of the stream.
    mutating func lines(until deadline: Deadline) async throws -> [Substring] {
        var lines: [Substring] = []
        while lines.count < 100, let line = try await line(until: deadline) { lines.append(line) }
        return lines
    }

    private mutating func readMore(until deadline: Deadline) async throws -> Bool {
        let bytes = try await channel.read(until: deadline)
        buffer.append(contentsOf: bytes)
        return !bytes.isEmpty
    }
}
