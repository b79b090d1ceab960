package import ArgumentParser

/// How results and remarks are shown; the same for every verb.
package struct OutputOptions: ParsableArguments {
    package enum Format: String, ExpressibleByArgument, CaseIterable, Sendable { case text, json }

    @Option(help: "Format of the result.")
    package var format: Format = .text

    @Flag(help: "The same as --format json.")
    package var json = false

    @Flag(name: .shortAndLong, help: "No progress and no remarks.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "More about what is done.")
    package var verbose = false

    package init() {}

    package var isJSON: Bool { json || format == .json }
}

extension OutputOptions {
    /// Writes a result in the format asked for; both are made only when needed.
    package func write(to output: any Output, text: () -> String, json: () -> String) {
        let result = isJSON ? json() : text()
        output.write(result.isEmpty || result.hasSuffix("\n") ? result : result + "\n")
    }
}
