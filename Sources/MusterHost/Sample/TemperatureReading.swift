import MusterIO
import MusterModel

/// Thermal sensors.
///
/// A thermal zone often shows as a hardware monitor of the same name too; then the monitor counts. Sensors that fail or
/// say what no machine survives are left out.
struct TemperatureReading {
    let root: HostRoot

    private static let limit = 64

    func all() -> [Temperature] {
        let monitored = monitors()
        let names = Set(monitored.map(\.name))
        let all = monitored.flatMap(\.temperatures) + zones().filter { !names.contains($0.sensor) }
        return Array(all.prefix(Self.limit))
    }

    /// The kernel counts in thousandths of a degree.
    static func celsius(_ text: [UInt8]) -> Double? {
        guard let word = text.singleLine, let thousandths = Int32(word) else { return nil }
        let celsius = Double(thousandths) / 1000
        return (-60...200).contains(celsius) ? celsius : nil
    }

    private func zones() -> [Temperature] {
        let directory = "/sys/class/thermal"
        return (root.kernelNames(directory) ?? []).filter { $0.hasPrefix("thermal_zone") }.prefix(Self.limit)
            .compactMap { zone in
                guard let celsius = reading("\(directory)/\(zone)/temp") else { return nil }
                return Temperature(sensor: line("\(directory)/\(zone)/type") ?? zone, celsius: celsius)
            }
    }

    private struct Monitor {
        var name: String
        var temperatures: [Temperature]
    }

    private func monitors() -> [Monitor] {
        let directory = "/sys/class/hwmon"
        return (root.kernelNames(directory) ?? []).prefix(Self.limit).compactMap { entry in
            monitor(at: "\(directory)/\(entry)", fallback: entry)
        }
    }

    private func monitor(at path: String, fallback: String) -> Monitor? {
        let name = line("\(path)/name") ?? fallback
        let inputs = (root.kernelNames(path) ?? []).filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
        let temperatures = inputs.prefix(Self.limit).compactMap { input -> Temperature? in
            guard let celsius = reading("\(path)/\(input)") else { return nil }
            let label = line("\(path)/\(input.dropLast("_input".count))_label")
            return Temperature(sensor: label.map { "\(name) \($0)" } ?? name, celsius: celsius)
        }
        return temperatures.isEmpty ? nil : Monitor(name: name, temperatures: temperatures)
    }

    private func reading(_ path: String) -> Double? {
        root.kernelFile(path, limit: 4096).flatMap { Self.celsius($0) }
    }

    private func line(_ path: String) -> String? { root.kernelFile(path, limit: 4096)?.singleLine }
}
