package import MusterModel

extension ActionBasis {
    /// What the last survey saw of a node, for the agent to see again before it acts.
    ///
    /// - Parameter surveyedAfterBoot: when that survey was taken, in milliseconds.
    package init(of record: NodeRecord, facts: HostFacts, surveyedAfterBoot: Int64? = nil) {
        let node = record.observation
        let process = node.processes.first
        self.init(
            bootID: facts.bootID, surveyedAfterBoot: surveyedAfterBoot, invocationID: node.unit?.invocationID,
            unitFileHash: node.unit?.fileHash,
            pid: process?.pid, startedAfterBoot: process?.startedAfterBoot,
            isRunning: record.status == .unknown ? nil : isProcessUp(node))
    }

    /// Of a node that is not there yet.
    package init(ofNewNodeOn facts: HostFacts, surveyedAfterBoot: Int64? = nil) {
        self.init(bootID: facts.bootID, surveyedAfterBoot: surveyedAfterBoot)
    }
}
