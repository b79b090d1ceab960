/// Which Muster this is: the controller and its agents carry the same number.
package enum MusterVersion {
    package static let current = "0.1.0"
}
