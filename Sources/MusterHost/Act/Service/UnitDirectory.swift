import Glibc
import MusterIO
import MusterModel

/// The directory into which an administrator, or a user, writes units.
struct UnitDirectory: Sendable {
    let root: HostRoot
    /// `/etc/systemd/system`, or `.config/systemd/user` of a home.
    let directory: String
    /// Whose files they are to be.
    let owner: UserDatabase.User
    /// The uid that the program runs as.
    let uid: UInt32

    static let system = "/etc/systemd/system"
    static let ofUsers = "/.config/systemd/user"
    private static let longestFile = 256 << 10
    /// Sorts behind other drop-ins, so that none of them takes it back.
    private static let disabled = "zz-muster-disabled.conf"
    /// Beside a unit that was enabled when it was stopped; systemd reads names in `.conf` alone.
    private static let outOfBoot = "muster-out-of-boot"

    func path(of unit: String) -> String { directory + "/" + unit }

    /// A single component, with nothing in it that means something to a shell, systemd or a directory.
    static func unitName(of node: NodeSpec) throws(ActionFailure) -> String {
        guard let unit = node.unit else { throw .refused(.other, "\(node.name) has no unit") }
        let isName = unit.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || ":_.@-\\".utf8.contains(byte)
        }
        guard isName, unit.hasSuffix(".service"), unit.utf8.count <= 255, !unit.hasPrefix("."), !unit.hasPrefix("-")
        else { throw .refused(.unsafePath, "\(PlainText.printable(unit)) is no name of a service") }
        return unit
    }

    private var gives: (uid: UInt32, gid: UInt32)? { uid == 0 && owner.uid != 0 ? (owner.uid, owner.gid) : nil }

    func write(_ unit: String, _ text: String) throws(ActionFailure) {
        if try exists(unit), !(try isOurs(unit)) {
            throw .refused(.exists, "\(path(of: unit)) is there already and is not Muster's")
        }
        try step("write unit file") { () throws(SystemError) in
            try opened(making: true).write(unit, Array(text.utf8), mode: 0o644, uid: gives?.uid, gid: gives?.gid)
        }
    }

    func remove(_ unit: String) throws(ActionFailure) {
        try step("remove unit file") { () throws(SystemError) in
            do throws(SystemError) {
                let directory = try opened(making: false)
                for name in [Self.disabled, Self.outOfBoot] { try? directory.child(unit + ".d").remove(name) }
                // Drop-ins of others stay, and so does their directory.
                try? directory.removeDirectory(unit + ".d")
                try directory.remove(unit)
                try directory.sync()
            } catch {
                if error.code != ENOENT { throw error }
            }
        }
    }

    func exists(_ unit: String) throws(ActionFailure) -> Bool {
        try step("look at unit file") { () throws(SystemError) in
            try found { () throws(SystemError) in _ = try opened(making: false).info(unit) }
        }
    }

    /// Whether its file lies here, and is neither a link nor anywhere else.
    func isPlain(_ unit: String) throws(ActionFailure) -> Bool {
        try step("look at unit file") { () throws(SystemError) in
            var kind: FileInfo.Kind?
            _ = try found { () throws(SystemError) in kind = try opened(making: false).info(unit).kind }
            return kind == .file
        }
    }

    func isOurs(_ unit: String) throws(ActionFailure) -> Bool {
        try step("read unit file") { () throws(SystemError) in
            var text = ""
            let isThere = try found { () throws(SystemError) in
                text = String(decoding: try opened(making: false).read(unit, limit: Self.longestFile), as: UTF8.self)
            }
            return isThere && UnitText.isOurs(text)
        }
    }

    func isDisabled(_ unit: String) throws(ActionFailure) -> Bool { try has(Self.disabled, beside: unit) }

    /// A drop-in with a condition that never holds: whoever starts the unit, systemd skips it.
    ///
    /// Masking, which is meant for this, cannot hide a file that lies in the same directory.
    func setDisabled(_ unit: String, _ isDisabled: Bool) throws(ActionFailure) {
        let text =
            "# Disabled by `muster node disable`; `muster node enable` undoes it.\n[Unit]\n"
            + "ConditionPathExists=!/\n"
        try set(Self.disabled, beside: unit, isDisabled ? text : nil)
    }

    func isOutOfBoot(_ unit: String) throws(ActionFailure) -> Bool { try has(Self.outOfBoot, beside: unit) }

    /// Remembers that the unit was enabled; the unit itself is not touched.
    func setOutOfBoot(_ unit: String, _ isOut: Bool) throws(ActionFailure) {
        let text = "# Stopped by Muster, which disabled the unit and enables it again when it starts it.\n"
        try set(Self.outOfBoot, beside: unit, isOut ? text : nil)
    }

    private func has(_ name: String, beside unit: String) throws(ActionFailure) -> Bool {
        try step("look at unit file") { () throws(SystemError) in
            try found { () throws(SystemError) in _ = try opened(making: false).child(unit + ".d").info(name) }
        }
    }

    /// - Parameter text: `nil` removes it, and the directory if nothing else is in it.
    private func set(_ name: String, beside unit: String, _ text: String?) throws(ActionFailure) {
        try step(text == nil ? "remove drop-in" : "write drop-in") { () throws(SystemError) in
            guard let text else {
                _ = try found { () throws(SystemError) in
                    let directory = try opened(making: false)
                    try directory.child(unit + ".d").remove(name)
                    try? directory.removeDirectory(unit + ".d")
                }
                return
            }
            let directory = try opened(making: true)
            var isNew = false
            let folder = try directory.child(making: unit + ".d", mode: 0o755, owner: gives, &isNew)
            try folder.write(name, Array(text.utf8), mode: 0o644, uid: gives?.uid, gid: gives?.gid)
        }
    }

    private func opened(making: Bool) throws(SystemError) -> HeldDirectory {
        guard making, owner.uid != 0 || directory != Self.system else {
            return try HeldDirectory.open(directory, below: root.prefix)
        }
        // Below a home nothing of the path need be there; what is made belongs to the user.
        var place = try HeldDirectory.open(String(directory.dropLast(Self.ofUsers.utf8.count)), below: root.prefix)
        var isNew = false
        for component in Self.ofUsers.split(separator: "/") {
            place = try place.child(making: String(component), mode: 0o755, owner: gives, &isNew)
        }
        return place
    }

    /// False where the file, or the directory that would hold it, is not there.
    private func found(_ look: () throws(SystemError) -> Void) throws(SystemError) -> Bool {
        do throws(SystemError) {
            try look()
            return true
        } catch {
            if error.code == ENOENT { return false }
            throw error
        }
    }
}
