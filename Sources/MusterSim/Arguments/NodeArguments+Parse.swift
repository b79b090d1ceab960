extension NodeCommand {
    /// Reads the arguments after the program's name; flags first, the EVM subcommand last.
    package static func parse(_ arguments: [String]) throws(ArgumentError) -> NodeCommand {
        var reader = ArgumentReader(rest: arguments[...])
        var node = NodeArguments()
        while let argument = reader.next() {
            guard argument.hasPrefix("-") else {
                node.network = try reader.network(argument)
                break
            }
            let (name, value) = argument.splitAtEquals()
            switch NodeFlag(name) {
            case .asks(let command): return command
            case .enableMetrics: node.servesMetrics = true
            case .tolerated(takesValue: false): break
            case .tolerated(takesValue: true): _ = try reader.value(of: name, inline: value)
            case .setting(let setting): try node.apply(setting, try reader.value(of: name, inline: value))
            case nil: throw .unexpected(argument)
            }
        }
        guard !node.rewardsAddress.isEmpty else { throw .missingRewardsAddress }
        guard !node.network.isEmpty else { throw .missingNetwork }
        return .run(node)
    }
}

extension NodeArguments {
    fileprivate mutating func apply(_ setting: NodeFlag.Setting, _ value: String) throws(ArgumentError) {
        switch setting {
        case .rootDirectory: rootDirectory = value
        case .port: port = try Self.port(value, setting)
        case .metricsPort:
            metricsPort = try Self.port(value, setting)
            if metricsPort != 0 { servesMetrics = true }
        case .log: log = LogDestination(value)
        case .rewardsAddress: rewardsAddress = try Self.address(value)
        }
    }

    private static func port(_ value: String, _ setting: NodeFlag.Setting) throws(ArgumentError) -> UInt16 {
        guard let port = UInt16(value) else { throw .invalidValue(value, flag: setting.rawValue) }
        return port
    }

    private static func address(_ value: String) throws(ArgumentError) -> String {
        let digits = value.dropFirst(2)
        guard value.hasPrefix("0x"), digits.count == 40, digits.allSatisfy(\.isHexDigit) else {
            throw .invalidValue(value, flag: NodeFlag.Setting.rewardsAddress.rawValue)
        }
        return value
    }
}

extension NodeArguments.LogDestination {
    fileprivate init(_ value: String) {
        switch value {
        case "stdout": self = .standardOutput
        case "data-dir": self = .dataDirectory
        default: self = .directory(value)
        }
    }
}

/// Walks over the arguments, taking a flag's value along.
private struct ArgumentReader {
    var rest: ArraySlice<String>

    mutating func next() -> String? { rest.popFirst() }

    mutating func value(of name: Substring, inline: Substring?) throws(ArgumentError) -> String {
        if let inline { return String(inline) }
        guard let value = next() else { throw .missingValue(String(name)) }
        return value
    }

    mutating func network(_ name: String) throws(ArgumentError) -> String {
        switch name {
        case "evm-arbitrum-one", "evm-arbitrum-sepolia-test":
            if let stray = next() { throw .unexpected(stray) }
        case "evm-custom": try skipCustomNetwork()
        default: throw .unexpected(name)
        }
        return name
    }

    private mutating func skipCustomNetwork() throws(ArgumentError) {
        let flags = [
            "--rpc-url", "--payment-token-address", "--data-payments-address", "--merkle-payments-address",
        ]
        while let argument = next() {
            let (name, value) = argument.splitAtEquals()
            guard flags.contains(String(name)) else { throw .unexpected(argument) }
            _ = try self.value(of: name, inline: value)
        }
    }
}

extension String {
    fileprivate func splitAtEquals() -> (name: Substring, value: Substring?) {
        guard let equals = firstIndex(of: "=") else { return (self[...], nil) }
        return (self[..<equals], self[index(after: equals)...])
    }
}
