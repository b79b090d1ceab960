import MusterModel

/// What to do on a host where the probe started no agent.
package enum ProbeVerdict: Hashable, Sendable {
    case install(AgentHash, compressed: Bool)
    case fail(InstallError)
}

extension AgentProbe {
    /// Judges the lines after the sentinel; `sizes` are bytes of the uncompressed binaries.
    package func verdict(
        of lines: [Substring], agents: [String: AgentHash], sizes: [String: UInt64]
    ) -> ProbeVerdict {
        let report = ProbeReport(lines: lines)
        guard report.system == "Linux" else { return .fail(.unsupportedSystem(report.system)) }
        guard let hash = agents[report.architecture], let size = sizes[report.architecture] else {
            return .fail(.noBinary(architecture: report.architecture))
        }
        guard report.hasHasher else { return .fail(.noHashTool) }
        let mount = report.mountPoint ?? "/"
        if report.options.contains("ro") { return .fail(.readOnly(mountPoint: mount)) }
        if report.options.contains("noexec") { return .fail(.noExec(mountPoint: mount)) }
        if !report.isWritable { return .fail(.notWritable(path: place.become == .sudo ? "/usr/local" : report.home)) }
        if let free = report.free, free < size + size / 8 {
            return .fail(.diskFull(mountPoint: mount, free: free, needed: size + size / 8))
        }
        return .install(hash, compressed: report.hasGzip)
    }
}
