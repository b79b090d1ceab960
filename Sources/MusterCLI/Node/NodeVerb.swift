/// A verb that changes nodes and differs from the others only in its words and options.
protocol NodeVerb: Verb {
    var work: NodeChange { get }
}

extension NodeVerb {
    func validate() throws { try work.namingNodes().check() }

    func run(in session: Session) async throws -> ExitStatus { try await work.namingNodes().run(in: session) }
}
