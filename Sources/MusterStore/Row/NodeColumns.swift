/// The columns of `node` in the order in which they are written and read.
enum NodeColumns {
    static let names = """
        host_id name kind key status health last_known_status evidence_at first_seen_at created_at missing_since
        root_absences start_moves storage_mount storage_device desired_goal desired_by desired_since desired_until
        desired_reason open_id open_verb open_since open_ends_at managed earned counter_value counter_boot_id
        counter_pid counter_started version peer_id rewards_address strange_address recorded_address
        """

    /// As a list for SELECT, each with the prefix `n.`.
    static let selected = names.split(whereSeparator: \.isWhitespace).map { "n.\($0)" }.joined(separator: ", ")

    /// Those that surveys own; the others are an operator's or an action's.
    static let observed = names.split(whereSeparator: \.isWhitespace).filter { name in
        !["host_id", "name", "managed", "recorded_address"].contains(name) && !name.hasPrefix("desired_")
            && !name.hasPrefix("open_")
    }
}
