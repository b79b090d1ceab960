import MusterModel

extension NodeID {
    /// Reads `hel01/antnode0007` as it is typed.
    init(operand word: String) throws(CommandError) {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let host = HostName(parts[0]), !parts[1].isEmpty, !parts[1].contains("/") else {
            throw .usage("\(word) is no node", fix: "write it as HOST/NODE, such as hel01/antnode0007")
        }
        self.init(host: host, name: String(parts[1]))
    }
}
