package import MusterModel

/// wnm's `machine-metrics`: what its decisions look at.
package struct MachineMetricsReport: Report {
    package let name = "machine-metrics"
    private let hosts: HostSettings

    package struct Host: Sendable {
        package var target: HostTarget
        /// The newest survey and when it was received.
        package var survey: Survey
        package var surveyedAt: Timestamp
        package var nodes: [NodeRecord]

        package init(target: HostTarget, survey: Survey, surveyedAt: Timestamp, nodes: [NodeRecord]) {
            self.target = target
            self.survey = survey
            self.surveyedAt = surveyedAt
            self.nodes = nodes
        }
    }

    /// - Parameters:
    ///   - kind: the service kind whose nodes and settings are meant.
    ///   - showsHost: false for one selected host, which gives exactly wnm's shape.
    package init(_ hosts: [Host], kind: String = "antnode", showsHost: Bool) {
        let settings = hosts.sorted { $0.target.name < $1.target.name }.map { host in
            (
                host.target.name,
                Settings(quoted: ["antnode"], items: MachineMetrics(host, kind: kind).items)
            )
        }
        self.hosts = HostSettings(hosts: settings, showsHost: showsHost)
    }

    package func text(width: Int?) -> String { hosts.text(\.text) }
    package var json: JSON? { hosts.json }
    package var env: String? { hosts.text(\.env) }
    package var config: String? { hosts.text(\.text) }
}
