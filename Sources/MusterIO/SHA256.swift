/// SHA-256 (FIPS 180-4), fed piece by piece.
package struct SHA256: Sendable {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    package init() {}

    package mutating func update(_ bytes: some Collection<UInt8>) {
        let bytes = pending + bytes
        length &+= UInt64(bytes.count - pending.count)
        let whole = bytes.count / 64 * 64
        bytes.withUnsafeBufferPointer { buffer in
            for start in stride(from: 0, to: whole, by: 64) { absorb(buffer, at: start) }
        }
        pending = Array(bytes[whole...])
    }

    /// 32 bytes; the value itself can go on being fed.
    package func digest() -> [UInt8] {
        var padded = self
        let zeros = (119 - Int(length % 64)) % 64
        padded.update([0x80] + [UInt8](repeating: 0, count: zeros) + Self.bigEndian(length &* 8))
        return padded.state.flatMap { Self.bigEndian($0) }
    }

    /// 64 lower-case hexadecimal digits.
    package var hexDigest: String { Hexadecimal.text(digest()) }

    package static func hex(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hexDigest
    }

    private mutating func absorb(_ buffer: UnsafeBufferPointer<UInt8>, at start: Int) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
            Self.expand(buffer, at: start, into: words)
            let mixed = Self.mix(state, words)
            for index in 0..<8 { state[index] &+= mixed[index] }
        }
    }

    private static func expand(
        _ buffer: UnsafeBufferPointer<UInt8>, at start: Int, into words: UnsafeMutableBufferPointer<UInt32>
    ) {
        for index in 0..<16 {
            let at = start + index * 4
            words[index] =
                UInt32(buffer[at]) << 24 | UInt32(buffer[at + 1]) << 16 | UInt32(buffer[at + 2]) << 8
                | UInt32(buffer[at + 3])
        }
        for index in 16..<64 {
            let before = words[index - 15]
            let recent = words[index - 2]
            let small = rotate(before, 7) ^ rotate(before, 18) ^ (before >> 3)
            let large = rotate(recent, 17) ^ rotate(recent, 19) ^ (recent >> 10)
            words[index] = words[index - 16] &+ small &+ words[index - 7] &+ large
        }
    }

    private static func mix(_ start: [UInt32], _ words: UnsafeMutableBufferPointer<UInt32>) -> [UInt32] {
        var (a, b, c, d) = (start[0], start[1], start[2], start[3])
        var (e, f, g, h) = (start[4], start[5], start[6], start[7])
        for index in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let first =
                h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ choice &+ constants[index] &+ words[index]
            let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        return [a, b, c, d, e, f, g, h]
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func bigEndian<Word: FixedWidthInteger>(_ word: Word) -> [UInt8] {
        withUnsafeBytes(of: word.bigEndian) { Array($0) }
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
