import ArgumentParser
import MusterModel
import MusterReports
import MusterStore

struct ReportVerb: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Print a report about hosts and nodes from what surveys found.",
        discussion: """
            fleet, hosts, versions and nodes are Muster's own. node-status, node-status-details, machine-metrics, \
            machine-config and influx-resources have the names, order and formats that users of wnm and NTracking \
            know, with a host beside each node; with --host they have exactly their shape.

            EXAMPLES
              muster report nodes hetzner
              muster report node-status-details --host hel01
              muster report machine-metrics --host attic --format env
              muster report influx-resources --dialect ntracking
            """)

    enum Name: String, ExpressibleByArgument, CaseIterable {
        case fleet, hosts, versions, nodes
        case nodeStatus = "node-status"
        case nodeStatusDetails = "node-status-details"
        case machineMetrics = "machine-metrics"
        case machineConfig = "machine-config"
        case influxResources = "influx-resources"
    }

    @Argument(help: "Which report.")
    var name: Name

    @OptionGroup var options: ReadOptions

    @Option(help: ArgumentHelp("Kind of service that machine-metrics and machine-config are about.", valueName: "kind"))
    var kind = "antnode"

    @Option(help: "Whose field names and statuses influx-resources writes.")
    var dialect: InfluxReport.Dialect = .ntracking

    func run(in session: Session) async throws -> ExitStatus {
        let reading = try await options.open(in: session)
        switch name {
        case .fleet: try options.show(FleetReport(try await reading.states(), at: reading.freshness), in: session)
        case .hosts: try options.show(HostsReport(try await reading.states(), at: reading.freshness), in: session)
        case .versions:
            try options.show(VersionsReport(try await reading.states(), at: reading.freshness), in: session)
        case .nodes: try await list(reading, options.outputFormat, in: session)
        case .nodeStatus:
            try options.show(NodeStatusReport(try await reading.nodes(), showsHost: options.host == nil), in: session)
        case .nodeStatusDetails:
            let nodes = try await reading.nodes()
            try options.show(
                NodeStatusDetailsReport(nodes, showsHost: options.host == nil, at: reading.freshness), in: session)
        case .machineMetrics: try options.show(try await metrics(of: reading, in: session), in: session)
        case .machineConfig: try options.show(try await config(of: reading, in: session), in: session)
        case .influxResources: try options.show(try await influx(of: reading, in: session), in: session)
        }
        return .ok
    }

    private func list(_ reading: Reading, _ format: OutputFormat, in session: Session) async throws {
        var report = try NodesReport(format, at: reading.freshness, width: session.outputWidth)
        try await reading.eachPageOfNodes { session.output.write(report.page($0)) }
        session.output.write(report.end())
    }

    private func metrics(of reading: Reading, in session: Session) async throws -> MachineMetricsReport {
        let nodes = Dictionary(grouping: try await reading.nodes(), by: \.id.host)
        var hosts: [MachineMetricsReport.Host] = []
        for target in reading.targets {
            guard let stored = try await reading.store.latestSurvey(of: target.name) else {
                session.output.note("\(target.name) has not been surveyed: run `muster survey \(target.name)`")
                continue
            }
            hosts.append(
                MachineMetricsReport.Host(
                    target: target, survey: stored.survey, surveyedAt: stored.at, nodes: nodes[target.name] ?? []))
        }
        return MachineMetricsReport(hosts, kind: kind, showsHost: options.host == nil)
    }

    private func config(of reading: Reading, in session: Session) async throws -> MachineConfigReport {
        let states = try await reading.states()
        let cores = Dictionary(states.map { ($0.name, $0.surveyed?.facts.cores) }, uniquingKeysWith: { $1 })
        let hosts = reading.targets.map { MachineConfigReport.Host(target: $0, cores: cores[$0.name] ?? nil) }
        return MachineConfigReport(
            hosts, kind: kind, databasePath: options.context.databaseLocation(in: session),
            showsHost: options.host == nil)
    }

    private func influx(of reading: Reading, in session: Session) async throws -> InfluxReport {
        let nodes = Dictionary(grouping: try await reading.nodes(), by: \.id.host)
        var hosts: [InfluxReport.Host] = []
        for name in reading.names {
            let stored = try await reading.store.latestSurvey(of: name)
            let sample = stored.flatMap { $0.at < reading.freshness.cutoff ? nil : $0.survey.sample }
            hosts.append(InfluxReport.Host(name: name, nodes: nodes[name] ?? [], sample: sample))
        }
        return InfluxReport(hosts, dialect: dialect, at: reading.freshness.now)
    }
}

extension InfluxReport.Dialect: ExpressibleByArgument {}
