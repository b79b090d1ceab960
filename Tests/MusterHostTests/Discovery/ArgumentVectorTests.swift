import Testing

@testable import MusterHost

struct ArgumentVectorTests {
    static let words = [
        "/opt/antnode", "--port", "55001", "--root-dir=/data/n1", "--relay", "--ip", "--log-format", "json",
        "evm-arbitrum-one", "--", "--rpc", "1",
    ]

    @Test(arguments: [
        ("--port", "55001"), ("--root-dir", "/data/n1"), ("--log-format", "json"), ("--relay", nil), ("--ip", nil),
        ("--absent", nil), ("--rpc", nil), ("--roo", nil), ("/opt/antnode", nil),
    ])
    func flagsAreFoundByName(flag: String, expected: String?) {
        #expect(ArgumentVector(Self.words).value(of: flag) == expected)
    }

    @Test func aFlagAtTheEndHasNoValue() {
        #expect(ArgumentVector(["antnode", "--port"]).value(of: "--port") == nil)
    }

    @Test func theSubcommandIsFoundByPattern() {
        #expect(ArgumentVector(Self.words).word(like: "evm-*") == "evm-arbitrum-one")
    }

    @Test func readsTheKernelsForm() {
        let bytes = Array("antnode\0--a\0\0b c\0".utf8)
        #expect(ArgumentVector(cmdline: bytes).words == ["antnode", "--a", "", "b c"])
        #expect(ArgumentVector(cmdline: []).program == nil)
    }
}
