import MusterIO
import MusterModel

extension BlockingWork {
    /// Carries out a part of an action that may block; a file system that does not answer in time fails it.
    @_semantics("optimize.sil.specialize.generic.never")
    func act<Value: Sendable>(
        at place: String, until deadline: Deadline, _ body: @escaping @Sendable () throws(ActionFailure) -> Value
    ) async throws(ActionFailure) -> Value {
        let result = await run(at: place, until: deadline) { () -> Result<Value, ActionFailure> in
            do throws(ActionFailure) { return .success(try body()) } catch { return .failure(error) }
        }
        guard let result else {
            throw ActionFailure(.timeout, "\(place) did not answer in time", step: "use the file system")
        }
        return try result.get()
    }
}
