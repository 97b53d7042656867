import Checkpoints
import Domain

extension ConfigurationScope {
    /// A number of layers, room for all of which is made before the first is read: a limit, so that a
    /// broken number does not fill the memory.
    func layers(_ key: String, default fallback: Int) throws(CheckpointError) -> Int {
        try integer(key, default: fallback, in: 1...10_000)
    }

    /// Refuses a number that does not divide another.
    func requireDivisor(
        _ key: String,
        _ value: Int,
        of whole: String,
        _ number: Int
    ) throws(CheckpointError) {
        guard number % value == 0 else {
            throw error(key, expected: "a divisor of \(whole) \(number)", found: "\(value)")
        }
    }

    /// Refuses any value of a switch but the one that is implemented, which is the reference's default.
    func require(_ key: String, default only: Bool) throws(CheckpointError) {
        guard try bool(key, default: only) == only else {
            throw error(key, expected: "\(only), as nothing else is implemented", found: "\(!only)")
        }
    }

    /// Refuses models some of whose heads were taken out.
    func requireNoPrunedHeads() throws(CheckpointError) {
        if let pruned = value("pruned_heads")?.object, !pruned.isEmpty {
            throw error("pruned_heads", expected: "none", found: "some")
        }
    }
}
