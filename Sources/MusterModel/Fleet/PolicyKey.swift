/// The name of one setting of a policy; wnm's own name where wnm has the setting.
package enum PolicyKey: String, CaseIterable, Sendable, Hashable {
    // Thresholds of the host: below the first nodes are added, above the second they are relieved.
    case cpuLessThan = "cpu_less_than"
    case cpuRemove = "cpu_remove"
    case memLessThan = "mem_less_than"
    case memRemove = "mem_remove"
    case hdLessThan = "hd_less_than"
    case hdRemove = "hd_remove"
    case hdioReadLessThan = "hdio_read_less_than"
    case hdioReadRemove = "hdio_read_remove"
    case hdioWriteLessThan = "hdio_write_less_than"
    case hdioWriteRemove = "hdio_write_remove"
    case netioReadLessThan = "netio_read_less_than"
    case netioReadRemove = "netio_read_remove"
    case netioWriteLessThan = "netio_write_less_than"
    case netioWriteRemove = "netio_write_remove"
    case desiredLoadAverage = "desired_load_average"
    case maxLoadAverageAllowed = "max_load_average_allowed"
    case pressureWindow = "pressure_window"
    case minReversal = "min_reversal"
    case crisisBytes = "crisis_bytes"

    // How much at once.
    case maxConcurrentUpgrades = "max_concurrent_upgrades"
    case maxConcurrentStarts = "max_concurrent_starts"
    case maxConcurrentRemovals = "max_concurrent_removals"
    case maxConcurrentOperations = "max_concurrent_operations"
    case surveyInterval = "survey_interval"
    case sampleInterval = "sample_interval"
    case surveyDelay = "survey_delay"
    case actionDelay = "action_delay"

    // Limits above the hosts.
    case maxStartsPerMinute = "max_starts_per_minute"
    case maxDisturbedNodes = "max_disturbed_nodes"
    case maxDisturbedHosts = "max_disturbed_hosts"
    case restartSpacing = "restart_spacing"
    case massChange = "mass_change"
    case massChangeHosts = "mass_change_hosts"

    // A kind of service on a host.
    case nodeCap = "node_cap"
    case relief
    case reliefPriority = "relief_priority"
    case delayStart = "delay_start"
    case delayRestart = "delay_restart"
    case delayUpgrade = "delay_upgrade"
    case delayRemove = "delay_remove"
    case enableUpgrade = "enable_upgrade"
    case targetVersion = "target_version"
    case upgradeHold = "upgrade_hold"
    case minPeers = "min_peers"
    case rollback
    case startAtBoot = "start_at_boot"
    case processManager = "process_manager"
    case nodeUser = "node_user"
    case nodeStorage = "node_storage"
    case network
    case firewall
    case rewardsAddress = "rewards_address"
    case donateAddress = "donate_address"
    case portStart = "port_start"
    case metricsPortStart = "metrics_port_start"
    case rpcPortStart = "rpc_port_start"
    case noUPnP = "no_upnp"
    case environment
    case startArgs = "start_args"
    case antnodePath = "antnode_path"
    case antctlPath = "antctl_path"
    case antctlDebug = "antctl_debug"
    case antctlVersion = "antctl_version"
}
