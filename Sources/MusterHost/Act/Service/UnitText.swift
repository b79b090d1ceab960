import MusterIO
import MusterModel

/// The unit file of a node.
enum UnitText {
    /// By this line Muster knows its own units; others are never rewritten.
    static let mark = "# Kept by Muster, which writes this file anew; a unit changed by hand is left alone."

    static func isOurs(_ text: String) -> Bool { text.hasPrefix(mark) }

    /// Seconds within which so many starts make systemd give up, until Muster or an operator starts it again.
    private static let startLimit = (interval: 1800, burst: 8)
    /// Seconds over which the starts of a booting host are spread.
    private static let bootSpread: Int64 = 60
    static let openFiles = 65_536

    /// - Parameter systemd: the manager's major version; growing delays are known from 254 on.
    static func of(_ node: NodeSpec, systemd: Int) throws(ActionFailure) -> String {
        let isUser = node.manager != .systemd
        var lines = [mark, "", "[Unit]", "Description=\(specifier(node.name)) (\(specifier(node.kind)))"]
        let opening = !isUser && node.firewall == .nftables ? NftablesAtStart.script(node) : nil
        if !isUser {
            lines += ["Wants=network-online.target", "After=network-online.target"]
            if opening != nil { lines.append("After=nftables.service") }
        }
        lines += [
            "StartLimitIntervalSec=\(startLimit.interval)", "StartLimitBurst=\(startLimit.burst)", "", "[Service]",
        ]
        if !isUser, let user = node.user { lines.append("User=\(try plain(user))") }
        for (name, value) in node.environment.sorted(by: { $0.key < $1.key }) {
            lines.append("Environment=\(try word("\(try variable(name))=\(value)", dollars: false))")
        }
        // With all rights, and whatever comes of it: a node behind a closed port is better than none.
        if let opening { lines.append("ExecStartPre=+-/bin/sh -c \(try word(opening, dollars: true))") }
        if node.startAtBoot, let number = node.number, number > 0 { lines.append(bootDelay(number % bootSpread)) }
        lines.append("ExecStart=\(try command(node))")
        lines.append("Restart=always")
        lines += systemd >= 254 ? ["RestartSec=10", "RestartSteps=6", "RestartMaxDelaySec=300"] : ["RestartSec=30"]
        lines += ["TimeoutStopSec=45", "LimitNOFILE=\(openFiles)", "UMask=0022"]
        if node.startAtBoot {
            lines += ["", "[Install]", "WantedBy=\(isUser ? "default" : "multi-user").target"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Waits only while the host boots: a start later on is not delayed.
    private static func bootDelay(_ seconds: Int64) -> String {
        "ExecStartPre=/bin/sh -c \"read -r up rest </proc/uptime; [ $${up%%%%.*} -ge 120 ] || sleep \(seconds)\""
    }

    private static func command(_ node: NodeSpec) throws(ActionFailure) -> String {
        var words = [try word(node.binary, dollars: false)]
        for argument in node.arguments { words.append(try word(argument, dollars: true)) }
        return words.joined(separator: " ")
    }

    /// One word as `systemd.syntax(7)` and `systemd.service(5)` read it: quoted where it must be, specifiers and
    /// variables doubled.
    ///
    /// - Parameter dollars: whether `$` would stand for a variable there.
    static func word(_ text: String, dollars: Bool) throws(ActionFailure) -> String {
        var quoted = ""
        var isPlain = !text.isEmpty
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": throw .refused(.other, "an argument with a zero byte cannot be written into a unit")
            case "%": quoted += "%%"
            case "$" where dollars: quoted += "$$"
            case "\"", "\\":
                quoted += "\\" + String(scalar)
                isPlain = false
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += "\\x" + hex(scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
            if !isOrdinary(scalar) { isPlain = false }
        }
        return isPlain ? quoted : "\"\(quoted)\""
    }

    private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F && scalar != "'" && scalar != ";" && scalar != "#"
    }

    private static func hex(_ value: UInt32) -> String { Hexadecimal.text([UInt8(truncatingIfNeeded: value)]) }

    /// Text that stands in a line of its own.
    private static func specifier(_ text: String) -> String {
        PlainText.printable(text).split(separator: "%", omittingEmptySubsequences: false).joined(separator: "%%")
    }

    private static func plain(_ user: String) throws(ActionFailure) -> String {
        let isName = user.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        guard isName, !user.isEmpty, !user.hasPrefix("-") else {
            throw .refused(.noUser, "\(PlainText.printable(user)) is no user name", fix: "set node_user")
        }
        return user
    }

    private static func variable(_ name: String) throws(ActionFailure) -> String {
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        guard isName, let first = name.utf8.first, !(0x30...0x39).contains(first) else {
            throw .refused(
                .other, "\(PlainText.printable(name)) is no name of a variable", fix: "correct the policy environment")
        }
        return name
    }
}
