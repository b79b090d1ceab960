/// A question that the agent asks a node over the loopback interface.
package struct Probe: Hashable, Sendable, Codable {
    package enum Method: String, Hashable, Sendable, Codable, CaseIterable {
        /// HTTP GET of a page in the Prometheus or OpenMetrics exposition format.
        case openmetrics
        /// HTTP GET of a JSON object.
        case httpJSON = "http_json"
        /// A TCP connection that is accepted.
        case tcp
    }

    /// Names the probe in the node's evidence; unique in its kind.
    package var id: String
    package var method: Method
    /// The field that holds the port on 127.0.0.1.
    ///
    /// Without a value the probe is not sent, which is no failure.
    package var portField: String
    /// Absolute path of the page, empty for `tcp`.
    package var path: String
    /// Milliseconds from connecting to the last byte, for one node.
    package var timeout: Int64
    /// What to take from the answer: result name → where it is.
    package var extract: [String: Extraction]

    package init(
        id: String, method: Method, portField: String, path: String = "", timeout: Int64 = 5000,
        extract: [String: Extraction] = [:]
    ) {
        self.id = id
        self.method = method
        self.portField = portField
        self.path = path
        self.timeout = timeout
        self.extract = extract
    }
}

/// Which number or text of an answer a result takes.
package struct Extraction: Hashable, Sendable, Codable {
    /// Full sample name (`ant_node_put_record_ok_total`), or the dotted member path of a JSON answer.
    package var name: String
    /// Take this label's text instead of the sample's value; for info metrics.
    package var label: String?
    /// Add up all samples of that name; without it the first one counts.
    package var sum: Bool

    package init(name: String, label: String? = nil, sum: Bool = false) {
        self.name = name
        self.label = label
        self.sum = sum
    }
}
