/// The keys of a kind's file, for unknown-key messages, `docs/` and editors.
package enum KindKey {
    package static let kind = [
        "name", "summary", "merge_on", "identity_file", "failure_file", "discovery", "probes", "launch",
    ]
    package static let discovery = ["id", "method", "match", "paths", "each", "bind"]
    package static let probe = ["id", "method", "port_field", "path", "timeout_ms", "extract"]
    package static let launch = ["name", "binary", "arguments", "reuses_numbers"]
    package static let extraction = ["name", "label", "sum"]
}
