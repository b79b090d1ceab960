import CSSH2
import MusterIO

/// Accepts or refuses the key that a host has shown.
package typealias HostKeyVerifier = @Sendable (PublicKey) async throws(HostKeyError) -> Void

extension SSHConnection {
    /// Exchanges keys and has the host's verified.
    ///
    /// `hostKeys` are the algorithms to offer, best first: those that known_hosts can confirm.
    package func handshake(hostKeys: [String], verify: HostKeyVerifier) async throws(SSHError) {
        let key = try await exchangeKeys(hostKeys: hostKeys)
        do throws(HostKeyError) {
            try await verify(key)
        } catch {
            throw .hostKey(error)
        }
    }

    /// Exchanges keys alone and answers the host's, which nobody has verified yet.
    package func exchangeKeys(hostKeys: [String]) async throws(SSHError) -> PublicKey {
        guard let link else { throw .closed }
        let ours = AlgorithmOffer(session: link.session, hostKeys: hostKeys)
        guard ours.apply(to: link.session) else {
            throw .noCommonAlgorithm(.hostKey, ours: ours.names(.hostKey), theirs: hostKeys)
        }
        libssh2_session_flag(link.session, LIBSSH2_FLAG_COMPRESS, 0)
        try await exchangeKeys(link, ours)
        link.wire.forgetPreamble()
        return try hostKey(link)
    }

    private func exchangeKeys(_ link: Link, _ ours: AlgorithmOffer) async throws(SSHError) {
        let bannerEnd = loop.now + limits.banner
        let keysEnd = loop.now + limits.banner + limits.keyExchange
        while true {
            let code = libssh2_session_handshake(link.session, link.wire.fd)
            if code == 0 { return }
            guard code == LIBSSH2_ERROR_EAGAIN else { throw handshakeError(code, link, ours) }
            let sawBanner = link.wire.preamble?.sawBanner == true
            do throws(WaitError) {
                let blocked = Self.blocked(link)
                try await loop.wait(
                    link.wire.fd, for: blocked.isEmpty ? .read : blocked, until: sawBanner ? keysEnd : bannerEnd)
            } catch {
                throw SSHError(error, during: sawBanner ? .keyExchange : .banner)
            }
            guard self.link != nil, failure == nil else { throw .closed }
        }
    }

    private func handshakeError(_ code: Int32, _ link: Link, _ ours: AlgorithmOffer) -> SSHError {
        let preamble = link.wire.preamble
        if let theirs = preamble?.offer, let kind = ours.firstClash(with: theirs) {
            return .noCommonAlgorithm(kind, ours: ours.names(kind), theirs: theirs.names(kind))
        }
        if preamble?.sawBanner == true {
            return brokenWire(link, .keyExchange) ?? .keyExchangeFailed(detail: Self.lastMessage(link))
        }
        switch link.wire.fault {
        case .hungUp: return .dropped(said: preamble?.said ?? "")
        case nil: return .notSSH(said: preamble?.said ?? "")
        case .failed, .chatter: return brokenWire(link, .banner) ?? .hungUp(.banner)
        }
    }

    private func hostKey(_ link: Link) throws(SSHError) -> PublicKey {
        var count = 0
        var type: Int32 = 0
        guard let raw = libssh2_session_hostkey(link.session, &count, &type),
            let key = PublicKey(blob: Array(UnsafeRawBufferPointer(start: raw, count: count)))
        else { throw .keyExchangeFailed(detail: "the host's key cannot be read") }
        return key
    }
}
