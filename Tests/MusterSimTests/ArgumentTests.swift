import MusterSim
import Testing

struct ArgumentTests {
    private static let wallet = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"

    private func run(_ line: String) throws(ArgumentError) -> NodeArguments? {
        guard case .run(let node) = try NodeCommand.parse(line.split(separator: " ").map(String.init)) else {
            return nil
        }
        return node
    }

    @Test(arguments: [
        """
        --no-upnp --bootstrap 192.0.2.1:12000 --root-dir /var/antctl/services/antnode0001 --port 55001 \
        --enable-metrics-server --metrics-server-port 13001 --log-output-dest /var/log/antnode/antnode0001 \
        --max-log-files 1 --max-archived-log-files 1 --rewards-address \(wallet) evm-arbitrum-one
        """,
        """
        --rpc 127.0.0.1:34561 --root-dir=/var/antctl/services/antnode0001 \
        --log-output-dest /var/log/antnode/antnode0001 --bootstrap-cache-dir /var/antctl/bootstrap_cache \
        --log-format json --port=55001 --metrics-server-port 13001 --rewards-address \(wallet) --stop-on-upgrade \
        evm-custom --rpc-url http://127.0.0.1:61611 --payment-token-address 0x1 --data-payments-address 0x2
        """,
    ])
    func theCommandLinesOfUnitsAreUnderstood(line: String) throws {
        let node = try #require(try run(line))
        #expect(node.rootDirectory == "/var/antctl/services/antnode0001")
        #expect(node.port == 55001)
        #expect(node.metricsPort == 13001)
        #expect(node.servesMetrics)
        #expect(node.log == .directory("/var/log/antnode/antnode0001"))
        #expect(node.rewardsAddress == Self.wallet)
    }

    @Test(arguments: [
        ("--foo", ArgumentError.unexpected("--foo"), 2),
        ("--port", .missingValue("--port"), 2),
        ("--port 65536", .invalidValue("65536", flag: "--port"), 2),
        ("--rewards-address 0x12", .invalidValue("0x12", flag: "--rewards-address"), 2),
        ("evm-arbitrum-one --port 1", .unexpected("--port"), 2),
        ("evm-elsewhere", .unexpected("evm-elsewhere"), 2),
        ("--port 1 evm-arbitrum-one", .missingRewardsAddress, 1),
        ("--rewards-address \(wallet)", .missingNetwork, 1),
    ])
    func mistakesEndWithTheirCode(line: String, error: ArgumentError, code: Int32) {
        #expect(throws: error) { try run(line) }
        #expect(error.exitCode == code)
    }

    @Test func withoutAPortThereAreNoPages() throws {
        let node = try #require(try run("--metrics-server-port 0 --rewards-address \(Self.wallet) evm-arbitrum-one"))
        #expect(!node.servesMetrics)
    }

    @Test func theVersionHasFourLines() {
        let lines = NodeRelease(version: "0.4.18").text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first == "Autonomi Node v0.4.18")
    }
}
