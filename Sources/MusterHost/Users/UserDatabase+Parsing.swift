extension UserDatabase.User {
    /// Parses `passwd(5)`; lines of any other form, such as `+::::::`, are nobody.
    package static func all(passwd: [UInt8]) -> [Self] {
        passwd.lines.compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count == 7, !fields[0].isEmpty, let uid = fields[2].unsigned.flatMap({ UInt32(exactly: $0) }),
                let gid = fields[3].unsigned.flatMap({ UInt32(exactly: $0) })
            else { return nil }
            return Self(name: fields[0].text, uid: uid, gid: gid, home: fields[5].text, shell: fields[6].text)
        }
    }
}

extension UserDatabase.Group {
    /// Parses `group(5)`.
    package static func all(group: [UInt8]) -> [Self] {
        group.lines.compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count == 4, !fields[0].isEmpty, let gid = fields[2].unsigned.flatMap({ UInt32(exactly: $0) })
            else { return nil }
            let members = fields[3].split(separator: UInt8(ascii: ",")).map(\.text)
            return Self(name: fields[0].text, gid: gid, members: members)
        }
    }
}
