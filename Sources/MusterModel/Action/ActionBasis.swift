/// What an action was decided on; the agent reads it again under the host lock and leaves the node alone where it
/// differs.
///
/// A member that is `nil` was not known and is not compared.
package struct ActionBasis: Hashable, Sendable, Codable {
    package var bootID: String
    /// When the survey behind the decision was taken, in milliseconds after boot.
    package var surveyedAfterBoot: Int64?
    /// The unit's current run; a unit that did not run had none, which is an empty text.
    package var invocationID: String?
    /// SHA-256 of the unit's file, in hexadecimal digits.
    package var unitFileHash: String?
    /// The process, by pid and start; for a node that did not run, `isRunning` is false.
    package var pid: Int32?
    package var startedAfterBoot: Int64?
    package var isRunning: Bool?

    package init(
        bootID: String, surveyedAfterBoot: Int64? = nil, invocationID: String? = nil, unitFileHash: String? = nil,
        pid: Int32? = nil, startedAfterBoot: Int64? = nil, isRunning: Bool? = nil
    ) {
        self.bootID = bootID
        self.surveyedAfterBoot = surveyedAfterBoot
        self.invocationID = invocationID
        self.unitFileHash = unitFileHash
        self.pid = pid
        self.startedAfterBoot = startedAfterBoot
        self.isRunning = isRunning
    }
}
