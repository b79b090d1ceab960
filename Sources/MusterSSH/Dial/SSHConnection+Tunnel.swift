import CSSH2
import Glibc
package import MusterIO

extension SSHConnection {
    /// A socket whose other side this session's host has connected to `host` and `port`.
    ///
    /// A second session runs over it as over any socket; sessions nested by callbacks would stall. It ends when either
    /// side does, or this session.
    package func tunnel(to host: String, port: UInt16) async throws(SSHError) -> Descriptor {
        let id = try await openTunnelChannel(to: host, port: port, until: loop.now + limits.open)
        let near: Int32
        let far: Int32
        do throws(SystemError) {
            (near, far) = try Socket.pair().split()
        } catch {
            await release(id)
            throw .local(error)
        }
        Task {
            // Both run here, on this actor: a child task would leave it.
            let up = Task { await carryUp(id, from: near) }
            await carryDown(id, to: near)
            await up.value
            Glibc.close(near)
            await release(id)
        }
        return Descriptor(owning: far)
    }

    private static let chunk = 32 << 10

    /// What the second session sends.
    private func carryUp(_ id: UInt64, from socket: Int32) async {
        do {
            while true {
                let bytes = try await loop.read(socket, upTo: Self.chunk, until: .never)
                if bytes.isEmpty { break }
                try await write(id, bytes, until: .never)
            }
            try await endInput(id, until: .never)
        } catch {
            endTunnel(socket)
        }
    }

    /// What its host answers.
    private func carryDown(_ id: UInt64, to socket: Int32) async {
        do {
            while true {
                let bytes = try await read(id, until: .never)
                if bytes.isEmpty { break }
                try await loop.write(socket, bytes, until: .never)
            }
        } catch {}
        endTunnel(socket)
    }

    /// Wakes whoever reads or writes on either side of the pair.
    private func endTunnel(_ socket: Int32) {
        shutdown(socket, Int32(SHUT_RDWR))
    }
}
