import MusterHost
import MusterIO
import MusterModel
import MusterWire

/// One survey from its first line to its last.
struct SurveyRun {
    let host: AgentHost
    let request: SurveyRequest

    enum Failure: Error {
        case facts(HostFactsError)
        case cancelled
    }

    /// Says everything in the order of the wire; the end line is missing if the task is cancelled.
    ///
    /// The sample is taken first, so that it does not show what looking at the nodes costs.
    func run(isolation: isolated (any Actor)? = #isolation, emit: (Reply) -> Void) async throws(Failure) {
        let before = ProcessorTime.ofThisProcess
        let deadline = host.loop.now + .milliseconds(request.deadline)
        let facts = try facts()
        emit(.begin(SurveyBegin(facts: facts)))
        var counts = (nodes: Int64(0), sources: Int64(0))
        for reply in try await sampled() {
            if case .source = reply { counts.sources += 1 }
            emit(reply)
        }
        await host.surveyor.survey(plan(until: deadline)) { item in
            switch item {
            case .source(let report):
                counts.sources += 1
                emit(.source(report))
            case .node(let node):
                counts.nodes += 1
                emit(.node(node))
            }
        }
        let foreign = await ForeignManagers(root: host.root, runner: host.runner, uid: host.uid).look(until: deadline)
        for manager in foreign ?? [] { emit(.foreign(manager)) }
        if let other = otherController(bootID: facts.bootID) { emit(.foreign(other)) }
        guard !Task.isCancelled else { throw .cancelled }
        let spent = ProcessorTime.ofThisProcess.milliseconds(since: before)
        emit(
            .end(
                SurveyEnd(
                    nodes: counts.nodes, sources: counts.sources, foreignKnown: foreign == nil ? nil : true,
                    agentCPU: spent)))
    }

    private func otherController(bootID: String) -> ForeignManager? {
        request.controller.flatMap { controller in
            HostLease(in: StateDirectory(host.root, uid: host.uid), bootID: bootID).watcher(besides: controller)
        }
    }

    private func facts() throws(Failure) -> HostFacts {
        do { return try host.facts() } catch { throw .facts(error) }
    }

    private func sampled() async throws(Failure) -> [Reply] {
        do {
            let result = try await host.sampler.sample(over: .milliseconds(request.sampleInterval), on: host.loop)
            return [.sample(result.sample)] + result.reports.map { .source($0) }
        } catch {
            throw .cancelled
        }
    }

    private func plan(until deadline: Deadline) -> Surveyor.Plan {
        Surveyor.Plan(
            kinds: request.kinds, surveyDelay: .milliseconds(request.surveyDelay),
            probeConcurrency: Int(request.probeConcurrency), deadline: deadline)
    }
}
