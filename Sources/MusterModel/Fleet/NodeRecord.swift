/// What the controller knows of one node, over all surveys so far.
package struct NodeRecord: Hashable, Sendable, Codable {
    package var id: NodeID
    package var kind: String
    /// The kind's merge value when it was last seen, such as the root directory.
    package var key: String
    package var status: NodeStatus
    package var health: NodeHealth?
    /// What ``status`` was when evidence was last complete; shown beside UNKNOWN.
    package var lastKnownStatus: NodeStatus?
    /// When the controller received the evidence that ``status`` rests on.
    package var evidenceAt: Timestamp
    package var firstSeenAt: Timestamp
    /// When the node was made: its identity file's time at first sight, fixed from then on.
    package var createdAt: Timestamp?
    /// Since when surveys do not show it; it keeps number, ports and its place under the cap.
    package var missingSince: Timestamp?
    /// How many surveys in a row found the root directory gone on the file system that held it.
    package var rootAbsences: Int
    /// The file system that held the root directory when that was last seen; an unmounted disk is no lost node.
    package var storage: StorageIdentity?
    /// How many surveys in a row found another process start that nobody asked for.
    package var startMoves: Int
    package var desired: DesiredState?
    package var open: OpenAction?
    /// Adopted, or added by Muster: only then is it ever acted on.
    package var managed: Bool
    /// Whom it earns for, as it was made, or at first sight; what it shows later is compared with that.
    ///
    /// Adopting a node takes what it shows then.
    package var recordedAddress: String?
    /// Ids of all sources that ever showed it, each with the lowest uid that looked: 0 sees everything.
    package var provenance: [String: UInt32]
    /// Rewards over all restarts that surveys saw, in attos.
    package var earned: Attos
    /// The node's own counter of rewards when it last showed one.
    package var rewardCounter: RewardCounter?
    /// The newest observation, with known versions and ids kept where it lacks them.
    package var observation: NodeObservation

    package init(
        id: NodeID, kind: String, key: String, status: NodeStatus, health: NodeHealth? = nil,
        lastKnownStatus: NodeStatus? = nil, evidenceAt: Timestamp, firstSeenAt: Timestamp,
        createdAt: Timestamp? = nil, missingSince: Timestamp? = nil, rootAbsences: Int = 0,
        storage: StorageIdentity? = nil, startMoves: Int = 0, desired: DesiredState? = nil, open: OpenAction? = nil,
        managed: Bool = false, recordedAddress: String? = nil,
        provenance: [String: UInt32] = [:], earned: Attos = .zero, rewardCounter: RewardCounter? = nil,
        observation: NodeObservation
    ) {
        self.id = id
        self.kind = kind
        self.key = key
        self.status = status
        self.health = health
        self.lastKnownStatus = lastKnownStatus
        self.evidenceAt = evidenceAt
        self.firstSeenAt = firstSeenAt
        self.createdAt = createdAt
        self.missingSince = missingSince
        self.rootAbsences = rootAbsences
        self.storage = storage
        self.startMoves = startMoves
        self.desired = desired
        self.open = open
        self.managed = managed
        self.recordedAddress = recordedAddress
        self.provenance = provenance
        self.earned = earned
        self.rewardCounter = rewardCounter
        self.observation = observation
    }
}

extension NodeRecord {
    /// What it earned; `nil` where no survey ever read its counter.
    package var measuredEarnings: Attos? { rewardCounter == nil && earned == .zero ? nil : earned }

    /// A rewards address that the node shows and that is not the recorded one, or where none is recorded, one of two
    /// that its sources show; `nil` where all is well.
    ///
    /// Upper and lower case make no difference.
    package var strangeAddress: String? {
        let expected = (recordedAddress ?? observation.shownAddresses.first)?.lowercased()
        return observation.shownAddresses.first { $0.lowercased() != expected }
    }
}

extension NodeObservation {
    /// The rewards addresses that its sources name, what they agree on first.
    package var shownAddresses: [String] {
        let agreed = [fields[NodeField.rewardsAddress]?.text].compactMap(\.self).filter { !$0.isEmpty }
        let disagreed = disagreements.filter { $0.field == NodeField.rewardsAddress }.flatMap(\.values)
        return agreed + disagreed.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty }
    }
}

/// A file system as far as it can be told from another one on the same host.
package struct StorageIdentity: Hashable, Sendable, Codable {
    package var mountPoint: String
    /// `st_dev` as `major:minor`.
    package var device: String

    package init(mountPoint: String, device: String) {
        self.mountPoint = mountPoint
        self.device = device
    }
}

/// A reading of a counter that starts at zero with each process.
package struct RewardCounter: Hashable, Sendable, Codable {
    /// Attos, never negative.
    package var value: Int64
    package var bootID: String
    /// Pid and start of the process that showed it; `nil` where none was found beside the answer.
    package var pid: Int32?
    package var startedAfterBoot: Int64?

    package init(value: Int64, bootID: String, pid: Int32?, startedAfterBoot: Int64?) {
        self.value = value
        self.bootID = bootID
        self.pid = pid
        self.startedAfterBoot = startedAfterBoot
    }
}
