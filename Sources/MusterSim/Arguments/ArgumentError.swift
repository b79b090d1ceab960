import MusterModel

/// Why a command line was refused; the process ends with 2 then, or with 1 where the node itself misses something.
package enum ArgumentError: Error, Hashable {
    case unexpected(String)
    case missingValue(String)
    case invalidValue(String, flag: String)
    case missingRewardsAddress
    case missingNetwork

    package var exitCode: Int32 {
        switch self {
        case .unexpected, .missingValue, .invalidValue: 2
        case .missingRewardsAddress, .missingNetwork: 1
        }
    }
}

extension ArgumentError: UserFacingError {
    package var message: String {
        switch self {
        case .unexpected(let text): "unexpected argument '\(text)' found"
        case .missingValue(let flag): "a value is required for '\(flag)' but none was supplied"
        case .invalidValue(let text, let flag): "invalid value '\(text)' for '\(flag)'"
        case .missingRewardsAddress: "no rewards address"
        case .missingNetwork: "no EVM network"
        }
    }

    package var fix: String? {
        switch self {
        case .unexpected, .missingValue, .invalidValue: "try '--help'"
        case .missingRewardsAddress: "add --rewards-address 0x… before the subcommand"
        case .missingNetwork: "end the command line with evm-arbitrum-one, evm-arbitrum-sepolia-test or evm-custom"
        }
    }
}
