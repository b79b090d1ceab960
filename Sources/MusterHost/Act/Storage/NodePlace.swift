import Glibc
import MusterIO
import MusterModel

/// Where a node lies, checked before anything is written or deleted there.
enum NodePlace {
    /// Directories that hold more than nodes: never anybody's node storage.
    private static let taken: Set<String> = [
        "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/proc", "/root",
        "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var", "/var/lib", "/var/log", "/usr/local",
    ]

    /// Fails unless all that is the node's own lies below its storage.
    ///
    /// Paths are compared as text: what is a symbolic link among them is refused by whoever opens it.
    static func check(_ node: NodeSpec) throws(ActionFailure) {
        try checkName(node)
        try checkStorage(node.storage)
        try inside(node.dataDirectory, "the data directory", of: node.storage, "the node storage")
        try inside(node.binary, "the node's program", of: node.storage, "the node storage")
        if let identity = node.identityFile {
            try inside(identity, "the identity", of: node.dataDirectory, "the data directory")
        }
        if let log = node.logDirectory { try plain(log, "the log directory") }
        guard !HostPath.lastComponent(node.dataDirectory).hasPrefix(".muster-") else {
            throw unsafe("\(PlainText.printable(node.dataDirectory)) is Muster's own")
        }
    }

    static func checkStorage(_ storage: String) throws(ActionFailure) {
        try plain(storage, "the node storage")
        guard !taken.contains(storage) else {
            throw unsafe("the node storage is \(storage), which holds more than nodes")
        }
    }

    /// The name becomes part of file names and of comments in the firewall.
    static func checkName(_ node: NodeSpec) throws(ActionFailure) {
        let isName = node.name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "_.-@:".utf8.contains(byte)
        }
        guard isName, (1...128).contains(node.name.utf8.count), !node.name.hasPrefix("."), !node.name.hasPrefix("-")
        else { throw unsafe("\(PlainText.printable(node.name)) is no name for a node") }
    }

    private static func plain(_ path: String, _ what: String) throws(ActionFailure) {
        guard path.hasPrefix("/"), HostPath.normalised(path) == path else {
            throw unsafe("\(what) is no plain absolute path: \(PlainText.printable(path))")
        }
    }

    private static func inside(
        _ path: String, _ what: String, of directory: String, _ container: String
    ) throws(ActionFailure) {
        try plain(path, what)
        guard path != directory, HostPath.isInside(path, directory) else {
            throw unsafe("\(what) \(path) is not below \(container) \(directory)")
        }
    }

    private static func unsafe(_ message: String) -> ActionFailure {
        .refused(.unsafePath, message, fix: "set node_storage to the directory that holds the nodes, or act by hand")
    }

    /// The directory that holds `path`, reached without a symbolic link.
    static func parent(of path: String, _ root: HostRoot) throws(SystemError) -> HeldDirectory {
        try HeldDirectory.open(HostPath.parent(path), below: root.prefix)
    }

    /// Makes the directories that are missing between `base`, which must be there, and `path`; answers whether the
    /// last one was made.
    static func make(
        _ path: String, below base: String, _ root: HostRoot, mode: UInt32, owner: (uid: UInt32, gid: UInt32)?
    ) throws(SystemError) -> Bool {
        var place = try HeldDirectory.open(base, below: root.prefix)
        var isNew = false
        let rest = base == "/" ? path[...] : path.dropFirst(base.count)
        for component in rest.split(separator: "/") {
            place = try place.child(making: String(component), mode: mode, owner: owner, &isNew)
        }
        return isNew
    }
}

extension HeldDirectory {
    /// The directory of that name; one that is missing is made, with that owner and exactly that mode.
    func child(
        making name: String, mode: UInt32, owner: (uid: UInt32, gid: UInt32)? = nil, _ isNew: inout Bool
    ) throws(SystemError) -> HeldDirectory {
        isNew = true
        do throws(SystemError) { try make(name, mode: mode) } catch {
            guard error.code == EEXIST else { throw error }
            isNew = false
        }
        let child = try child(name)
        if isNew { try child.set(mode: mode, uid: owner?.uid, gid: owner?.gid) }
        return child
    }
}
