package import MusterModel

/// A setting that applies to a host, with the level and the place that it came from.
package struct ResolvedSetting: Sendable, Hashable {
    package var path: SettingPath
    package var value: SettingValue
    package var level: SettingLevel
    /// `nil` for what is built in or came from the command line.
    package var place: Place?
}

/// One host with everything that the inventory says about it.
package struct ResolvedHost: Sendable {
    package var target: HostTarget
    /// Where the inventory first names it.
    package var place: Place
    /// In the order of ``SettingPath``.
    package var settings: [ResolvedSetting]

    package var name: HostName { target.name }
}

/// One group, for lists and graphs.
package struct ResolvedGroup: Sendable, Hashable {
    package var name: String
    package var place: Place
    package var priority: Int64?
    /// In byte order.
    package var hosts: [HostName]
}
