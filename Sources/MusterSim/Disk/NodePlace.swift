import Glibc
import MusterIO

/// The directories of one node, and who it is there.
struct NodePlace {
    let root: String
    let identity: PeerIdentity
    let log: NodeLog

    /// Makes what is missing.
    init(_ arguments: NodeArguments, home: String, randomness: Randomness = .system) throws(SystemError) {
        if let given = arguments.rootDirectory {
            root = given
            try Directory.create(root)
            identity = PeerIdentity(secretKey: try SecretKey.load(in: root, randomness: randomness))
        } else {
            let key = randomness.bytes(SecretKey.length)
            identity = PeerIdentity(secretKey: key)
            root = "\(home)/.local/share/autonomi/node/\(identity.peerID)"
            try Directory.create(root)
            try File.writeAtomically("\(root)/secret-key", key, mode: 0o600)
        }
        switch arguments.log {
        case .standardOutput: log = try NodeLog(directory: nil)
        case .dataDirectory: log = try NodeLog(directory: "\(root)/logs")
        case .directory(let path): log = try NodeLog(directory: path)
        }
    }

    var controlFile: String { "\(root)/sim.control" }
    var pidFile: String { "\(root)/antnode.pid" }

    func writePID() throws(SystemError) {
        try File.writeAtomically(pidFile, Array("\(getpid())\n".utf8))
    }

    func removePID() { unlink(pidFile) }
}
