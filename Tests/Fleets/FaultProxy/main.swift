import Glibc
import MusterIO

/// Lines such as a server might send before its banner, without end.
@Sendable func babble(to client: Int32, on loop: EventLoop) async {
    let lines = Array(String(repeating: "still not a banner\r\n", count: 100).utf8)
    while (try? await loop.write(client, lines, until: .never)) != nil {
        try? await loop.sleep(until: loop.now + .milliseconds(10))
    }
}

@Sendable func serve(_ raw: Int32, _ arguments: ProxyArguments, on loop: EventLoop) async {
    let client = Descriptor(owning: raw)
    Socket.setNoDelay(client.raw)
    if arguments.faults.babbles { return await babble(to: client.raw, on: loop) }
    guard let target = try? await Socket.connect(to: arguments.target, until: loop.now + .seconds(10), on: loop) else {
        return
    }
    Socket.setNoDelay(target.raw)
    await FaultyConnection(client: client.raw, target: target.raw, faults: arguments.faults, loop: loop).pass()
}

func proxy(_ arguments: ProxyArguments) throws {
    let loop = try EventLoop(name: "proxy")
    try loop.run {
        let listener = try Listener(on: arguments.listen)
        print("listening on \(listener.address)")
        fflush(nil)
        if arguments.faults.refuses { return }
        while true {
            let client = try await listener.accept(until: .never, on: loop).release()
            Task(executorPreference: loop) { await serve(client, arguments, on: loop) }
        }
    }
}

guard let arguments = ProxyArguments(Array(CommandLine.arguments.dropFirst())) else {
    print(ProxyArguments.usage)
    exit(2)
}
do {
    try proxy(arguments)
} catch {
    print("fault-proxy: \(error)")
    exit(1)
}
