/// Where Muster's own files are for this operator (XDG Base Directory Specification).
package struct Paths: Sendable, Hashable {
    package var database: String
    /// The operator's inventory, used where the current directory has none.
    package var inventory: String
    /// A directory for what can be made again.
    package var cache: String

    package init(_ environment: Environment) {
        database = Self.base(environment, "XDG_STATE_HOME", ".local/state") + "/muster/fleet.db"
        cache = Self.base(environment, "XDG_CACHE_HOME", ".cache") + "/muster"
        inventory = Self.base(environment, "XDG_CONFIG_HOME", ".config") + "/muster/inventory"
    }

    /// A relative path in such a variable is invalid and ignored, says the specification.
    private static func base(_ environment: Environment, _ variable: String, _ fallback: String) -> String {
        if let directory = environment[variable], directory.hasPrefix("/") { return directory }
        return environment.home + "/" + fallback
    }
}
