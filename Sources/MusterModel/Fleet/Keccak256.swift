/// Keccak-256 with the padding of the original submission, as EIP-55 uses it; not SHA3-256.
///
/// Source: The Keccak reference 3.0, sections 1.2 and 2; rate 1088 bits.
enum Keccak256 {
    static func hash(_ message: [UInt8]) -> [UInt8] {
        let rate = 136
        var padded = message + [0x01]
        padded += Array(repeating: 0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        var state = Array(repeating: UInt64(0), count: 25)
        for block in stride(from: 0, to: padded.count, by: rate) {
            for index in 0..<rate {
                state[index / 8] ^= UInt64(padded[block + index]) << UInt64(index % 8 * 8)
            }
            permute(&state)
        }
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    private static func permute(_ state: inout [UInt64]) {
        for constant in roundConstants {
            theta(&state)
            state = rhoAndPi(state)
            chi(&state)
            state[0] ^= constant
        }
    }

    private static func theta(_ state: inout [UInt64]) {
        var parity = Array(repeating: UInt64(0), count: 5)
        for index in 0..<25 { parity[index % 5] ^= state[index] }
        for index in 0..<25 {
            let x = index % 5
            state[index] ^= parity[(x + 4) % 5] ^ rotated(parity[(x + 1) % 5], 1)
        }
    }

    private static func rhoAndPi(_ state: [UInt64]) -> [UInt64] {
        var moved = state
        for index in 0..<25 {
            let (x, y) = (index % 5, index / 5)
            moved[y + 5 * ((2 * x + 3 * y) % 5)] = rotated(state[index], rotations[index])
        }
        return moved
    }

    private static func chi(_ state: inout [UInt64]) {
        for y in stride(from: 0, to: 25, by: 5) {
            let row = Array(state[y..<(y + 5)])
            for x in 0..<5 { state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]) }
        }
    }

    private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
        count == 0 ? value : value << count | value >> (64 - count)
    }

    private static let rotations: [UInt64] = [
        0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14,
    ]

    private static let roundConstants: [UInt64] = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808A, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808B, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008A, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000A,
        0x0000_0000_8000_808B, 0x8000_0000_0000_008B, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800A, 0x8000_0000_8000_000A,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]
}
