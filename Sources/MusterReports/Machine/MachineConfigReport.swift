package import MusterModel

/// wnm's `machine-config`: the settings that apply to a host.
package struct MachineConfigReport: Report {
    package let name = "machine-config"
    private let hosts: HostSettings

    package struct Host: Sendable {
        package var target: HostTarget
        /// From the newest survey; per-core defaults need it.
        package var cores: Int?

        package init(target: HostTarget, cores: Int?) {
            self.target = target
            self.cores = cores
        }
    }

    /// - Parameters:
    ///   - kind: the service kind whose settings are meant where a host runs several.
    ///   - showsHost: false for one selected host, which gives exactly wnm's shape.
    package init(_ hosts: [Host], kind: String = "antnode", databasePath: String, showsHost: Bool) {
        let settings = hosts.sorted { $0.target.name < $1.target.name }.map { host in
            (host.target.name, Self.settings(of: host, kind: kind, databasePath: databasePath))
        }
        self.hosts = HostSettings(hosts: settings, showsHost: showsHost)
    }

    package func text(width: Int?) -> String { hosts.text(\.text) }
    package var json: JSON? { hosts.json }
    package var env: String? { hosts.text(\.env) }
    package var config: String? { hosts.text(\.config) }

    private static func settings(of host: Host, kind: String, databasePath: String) -> Settings {
        let items = names.map { name -> (name: String, value: Settings.Value) in
            switch name {
            case "id": (name, .integer(1))
            case "cpu_count": (name, Settings.Value(host.cores.map { Int64($0) }))
            case "host": (name, .text("127.0.0.1"))
            case "dbpath": (name, .text(databasePath))
            default:
                (
                    name,
                    Settings.Value(
                        PolicyKey(rawValue: name).flatMap {
                            host.target.policy.value($0, kind: kind, cores: host.cores)
                        })
                )
            }
        }
        return Settings(quoted: ["node_storage", "environment", "start_args", "antnode_path", "dbpath"], items: items)
    }

    /// wnm's names in its order; what Muster has no such setting for is not known.
    private static let names = """
        id cpu_count node_cap cpu_less_than cpu_remove mem_less_than mem_remove hd_less_than hd_remove delay_start
        delay_restart delay_upgrade delay_remove survey_delay action_delay node_storage rewards_address donate_address
        max_load_average_allowed desired_load_average port_start hdio_read_less_than hdio_read_remove
        hdio_write_less_than hdio_write_remove netio_read_less_than netio_read_remove netio_write_less_than
        netio_write_remove last_stopped_at host crisis_bytes metrics_port_start rpc_port_start environment start_args
        max_concurrent_upgrades max_concurrent_starts max_concurrent_removals max_concurrent_operations
        node_removal_strategy process_manager max_node_per_container min_container_count docker_image no_upnp
        antnode_path antctl_path antctl_debug antctl_version highest_node_id_used dbpath
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
}
