import CCrypto

/// Base64 as key files and known_hosts lines carry it: the standard alphabet, padded, on one line.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let encoded = [UInt8](unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4 + 1) { buffer, count in
            count = Int(EVP_EncodeBlock(buffer.baseAddress, bytes, Int32(bytes.count)))
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// `nil` for anything that is not whole, padded base64.
    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let text = Array(text)
        guard !text.isEmpty, text.count % 4 == 0, text.count <= Int32.max, text.allSatisfy(isInAlphabet) else {
            return nil
        }
        let padding = text.suffix(2).count { $0 == equalsSign }
        guard !text.dropLast(padding).contains(equalsSign) else { return nil }
        return [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3) { buffer, count in
            let written = EVP_DecodeBlock(buffer.baseAddress, text, Int32(text.count))
            count = max(0, Int(written) - padding)
        }
    }

    private static let equalsSign = UInt8(ascii: "=")

    /// libcrypto skips white space and stops at `-`, neither of which belongs here.
    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), equalsSign: true
        default: false
        }
    }
}
