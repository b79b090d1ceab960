import Glibc

/// A moment at which a test may end the program as a cut of its power would.
///
/// `MUSTER_CRASH_AT` names it in the environment; unset, passing costs a comparison.
enum CrashPoint: String {
    case beforeBegun = "before-begun"
    case afterBegun = "after-begun"
    case letGo = "let-go"
    case afterAct = "after-act"
    case afterEnd = "after-end"
    case beforeRename = "before-rename"

    private static let chosen = getenv("MUSTER_CRASH_AT").flatMap { CrashPoint(rawValue: String(cString: $0)) }

    func pass() {
        if self == Self.chosen { _exit(137) }
    }
}
