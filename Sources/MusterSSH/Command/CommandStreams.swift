import CSSH2
import MusterIO

/// Moves the three streams of one command over its channel.
struct CommandStreams {
    private let input: [UInt8]
    private var sent = 0
    private var inputEnded = false
    private(set) var output: BoundedBytes
    private(set) var errorOutput: BoundedBytes
    /// Whose packet is half sent: it goes first the next time.
    private var interrupted = Call.feed

    private enum Call: CaseIterable {
        case feed, output, errorOutput
    }

    private var mark: OutputMark?

    /// With a mark, only what follows it on standard output is kept.
    init(input: [UInt8], limit: Int, mark: String? = nil) {
        self.input = input
        self.mark = mark.map(OutputMark.init)
        output = BoundedBytes(limit: limit)
        errorOutput = BoundedBytes(limit: limit)
    }

    /// Answers 0 when the command's output has ended, EAGAIN before that, or an error.
    mutating func advance(_ channel: OpaquePointer, _ session: OpaquePointer) -> Int {
        var isMoving = true
        while isMoving {
            isMoving = false
            for call in Call.allCases.drop(while: { $0 != interrupted }) {
                let code = perform(call, channel)
                if code > 0 { isMoving = true }
                if code >= 0 { continue }
                guard code == Int(LIBSSH2_ERROR_EAGAIN) else { return code }
                if libssh2_session_block_directions(session) & LIBSSH2_SESSION_BLOCK_OUTBOUND != 0 {
                    interrupted = call
                    return code
                }
            }
            if interrupted != .feed {
                interrupted = .feed
                isMoving = true
            }
        }
        return libssh2_channel_eof(channel) == 1 ? 0 : Int(LIBSSH2_ERROR_EAGAIN)
    }

    /// Whether the mark has come.
    var hasBegun: Bool { mark?.rest != nil }

    /// The process group that the mark names.
    var group: RemoteGroup? { mark?.rest.flatMap { RemoteGroup($0) } }

    /// What a shell said instead of the mark.
    var complaint: String {
        let said = mark?.complaint ?? ""
        return said.isEmpty ? StrangersText.line(errorOutput.bytes) : said
    }

    /// Answers how many bytes moved.
    private mutating func perform(_ call: Call, _ channel: OpaquePointer) -> Int {
        switch call {
        case .feed: feed(channel)
        case .output: readOutput(channel)
        case .errorOutput: ChannelCalls.read(channel, SSH_EXTENDED_DATA_STDERR, into: &errorOutput)
        }
    }

    private mutating func readOutput(_ channel: OpaquePointer) -> Int {
        var bytes: [UInt8] = []
        let count = ChannelCalls.read(channel, 0, into: &bytes)
        guard count > 0 else { return count }
        if mark == nil {
            output.append(bytes)
        } else if let own = mark?.strip(bytes) {
            output.append(own)
        }
        return count
    }

    private mutating func feed(_ channel: OpaquePointer) -> Int {
        if sent < input.count {
            let count = ChannelCalls.write(channel, input, from: sent)
            if count > 0 { sent += count }
            return count
        }
        if inputEnded { return 0 }
        let code = Int(libssh2_channel_send_eof(channel))
        if code == 0 { inputEnded = true }
        return code
    }
}

/// Calls whose buffers Swift owns.
enum ChannelCalls {
    private static let chunk = 32 << 10

    /// Answers how many bytes came.
    static func read(_ channel: OpaquePointer, _ stream: Int32, into kept: inout BoundedBytes) -> Int {
        var bytes: [UInt8] = []
        let count = read(channel, stream, into: &bytes)
        if count > 0 { kept.append(bytes) }
        return count
    }

    /// Replaces `bytes` by what came.
    static func read(_ channel: OpaquePointer, _ stream: Int32, into bytes: inout [UInt8]) -> Int {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: chunk) { buffer in
            let count = libssh2_channel_read_ex(channel, stream, buffer.baseAddress, buffer.count)
            if count > 0 { bytes = Array(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])) }
            return count
        }
    }

    /// Answers how many bytes went; nothing, without an error, is EAGAIN.
    static func write(_ channel: OpaquePointer, _ bytes: [UInt8], from offset: Int) -> Int {
        let count = bytes.withUnsafeBytes { buffer in
            libssh2_channel_write_ex(
                channel, 0, buffer.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) + offset },
                buffer.count - offset)
        }
        return count == 0 ? Int(LIBSSH2_ERROR_EAGAIN) : count
    }
}
