import CShim
import Glibc
import Synchronization

/// Starts a thread that runs `body` once.
///
/// For the loop itself and for calls that cannot but block. It is named for debuggers; names are cut to 15 bytes.
package func detachThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
    let code = pthread_create(&thread, nil, runThread, start.toOpaque())
    precondition(code == 0, "no thread for \(name): \(SystemError.describe(code))")
    pthread_detach(thread)
}

private final class ThreadStart: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = String(decoding: name.utf8.prefix(15), as: UTF8.self)
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    muster_name_thread(start.name)
    start.body()
    return nil
}

/// Carries a result from a task to the thread that drives it.
final class Outcome<Value: Sendable, Failure: Error>: Sendable {
    private let result = Mutex<Result<Value, Failure>?>(nil)

    func set(_ value: Result<Value, Failure>) { result.withLock { $0 = value } }

    /// After ``set(_:)`` only.
    func get() throws(Failure) -> Value {
        guard let result = result.withLock({ $0 }) else { preconditionFailure("the loop was stopped from within") }
        return try result.get()
    }
}
