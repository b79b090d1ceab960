package import MusterIO
package import MusterModel

/// Takes samples of a host.
///
/// Reads `/proc` and `/sys` without starting a process, but for file systems over a network or in user space, which are
/// asked through children with a deadline. Nothing runs between two samples.
package struct HostSampler: Sendable {
    private let root: HostRoot
    private let runner: any CommandRunner
    private let uid: UInt32
    private let clock: @Sendable () -> HostClock
    private let space: @Sendable (String) -> SpaceUse?

    /// A sample, and what could not be asked for it.
    package struct Result: Sendable {
        package var sample: Sample
        /// File systems that did not answer; those that did are in the sample.
        package var reports: [SourceReport]
    }

    package init(
        root: HostRoot, runner: any CommandRunner, uid: UInt32,
        clock: @escaping @Sendable () -> HostClock = { .now },
        space: @escaping @Sendable (String) -> SpaceUse? = { SpaceUse.of($0) }
    ) {
        self.root = root
        self.runner = runner
        self.uid = uid
        self.clock = clock
        self.space = space
    }

    /// Rates are taken over `interval`, at least 10 ms and at most a minute.
    package func sample(over interval: Duration, on loop: EventLoop) async throws(WaitError) -> Result {
        let begin = HostCounters(reading: root, stat: root.kernelFile("/proc/stat"), at: loop.now)
        let mounts = root.kernelFile("/proc/self/mountinfo", limit: 16 << 20).map { Mount.all(mountinfo: $0) } ?? []
        async let remote = askRemote(mounts, until: loop.now + RemoteSpace.patience)
        try await loop.sleep(until: begin.at + min(max(interval, .milliseconds(10)), .seconds(60)))
        let stat = root.kernelFile("/proc/stat")
        let end = HostCounters(reading: root, stat: stat, at: loop.now)
        var sample = levels(stat: stat, mounts: mounts)
        sample.interval = Int64((end.seconds(since: begin) * 1000).rounded())
        sample.cpu = end.cpu.flatMap { later in begin.cpu.flatMap { later.use(since: $0) } }
        sample.disks = end.diskRates(since: begin)
        sample.networks = end.networkRates(since: begin)
        let answer = await remote
        sample.fileSystems = (sample.fileSystems + answer.fileSystems).sorted { $0.path < $1.path }
        return Result(sample: sample, reports: answer.reports)
    }

    /// Everything that one reading tells.
    private func levels(stat: [UInt8]?, mounts: [Mount]) -> Sample {
        Sample(
            clock: clock(), interval: 0, memory: root.kernelFile("/proc/meminfo").flatMap { Memory(meminfo: $0) },
            load: root.kernelFile("/proc/loadavg").flatMap { Load(loadavg: $0) }, pressure: pressure(),
            fileSystems: localFileSystems(mounts), processes: processes(stat: stat, mounts: mounts),
            fileHandles: root.kernelFile("/proc/sys/fs/file-nr").flatMap { FileHandles(fileNr: $0) },
            temperatures: TemperatureReading(root: root).all())
    }

    private func pressure() -> Pressure? {
        guard let cpu = root.kernelFile("/proc/pressure/cpu"), let memory = root.kernelFile("/proc/pressure/memory"),
            let io = root.kernelFile("/proc/pressure/io")
        else { return nil }
        return Pressure(cpu: cpu, memory: memory, io: io)
    }

    private func processes(stat: [UInt8]?, mounts: [Mount]) -> ProcessCounts? {
        guard let stat, !ProcessCounts.areHidden(mounts, from: uid) else { return nil }
        return root.kernelNames("/proc").flatMap { ProcessCounts(names: $0, stat: stat) }
    }

    private func localFileSystems(_ mounts: [Mount]) -> [FileSystem] {
        let relevant = MountSelection.relevant(mounts)
        let unreliable = MountSelection.unreliable(relevant, among: mounts)
        return relevant.filter { !unreliable.contains($0) }.compactMap { mount in
            guard let use = space(root.path(mount.path)), use.total > 0, use.belongs(to: mount) else { return nil }
            return use.fileSystem(mount)
        }
    }

    private func askRemote(_ mounts: [Mount], until deadline: Deadline) async -> RemoteSpace.Answer {
        let relevant = MountSelection.relevant(mounts)
        let unreliable = MountSelection.unreliable(relevant, among: mounts)
        let remote = RemoteSpace(root: root, runner: runner, uid: uid)
        return await remote.ask(relevant.filter(unreliable.contains), until: deadline)
    }
}
