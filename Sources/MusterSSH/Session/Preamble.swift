/// What a server sends before encryption begins: lines of text, its banner, the algorithms that it offers.
///
/// Kept for messages; libssh2 tells none of it.
struct Preamble {
    private var text: [UInt8] = []
    private var lineStart = 0
    private var packets: [UInt8] = []
    private(set) var sawBanner = false

    /// RFC 4253 sets no limit on what comes before the banner; an honest server says a few lines.
    private static let textLimit = 16 << 10
    private static let packetLimit = 16 << 10

    /// Answers false once there is more text than any honest server sends.
    mutating func record(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var rest = bytes[...]
        while !sawBanner, let byte = rest.popFirst() {
            text.append(byte)
            if byte == 0x0A { endLine() }
        }
        packets += rest.prefix(max(0, Self.packetLimit - packets.count))
        return text.count <= Self.textLimit
    }

    private mutating func endLine() {
        sawBanner = text[lineStart...].starts(with: Array("SSH-".utf8))
        lineStart = text.count
    }

    /// What it said before hanging up or instead of a banner; from a stranger.
    var said: String { StrangersText.line(text) }

    /// The server's lists, from its SSH_MSG_KEXINIT (RFC 4253 section 7.1).
    var offer: AlgorithmOffer? {
        var packet = BlobReader(packets)
        guard let length = packet.uint32(), let padding = packet.byte(), length > UInt32(padding) + 1,
            let payload = packet.bytes(Int(length) - Int(padding) - 1)
        else { return nil }
        var message = BlobReader(payload)
        guard message.byte() == 20, message.bytes(16) != nil else { return nil }
        return AlgorithmOffer(&message)
    }
}
