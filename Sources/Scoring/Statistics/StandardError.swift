import Foundation

/// Standard errors of means, by the names of their conventions.
package enum StandardError {
    /// The spread of the numbers by √n, the spread with n - 1 (lm-evaluation-harness, Inspect).
    ///
    /// Nil for fewer than two numbers.
    package static func ofMean(_ numbers: [Double]) -> Double? {
        guard numbers.count >= 2 else { return nil }
        let n = Double(numbers.count)
        return (squares(numbers) / (n - 1) / n).squareRoot()
    }

    /// The same with n in place of n - 1 (HELM); nil without numbers.
    package static func population(_ numbers: [Double]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let n = Double(numbers.count)
        return (squares(numbers) / n / n).squareRoot()
    }

    /// Numbers of one cluster stray together: ``ofMean(_:)`` squared, plus the products of the
    /// deviations of every two members of a cluster by n² (Miller 2024, equation 4).
    ///
    /// Nil for fewer than two numbers, and where the deviations within clusters make it negative.
    package static func clusteredMiller(_ numbers: [Double], clusters: [String]) -> Double? {
        precondition(numbers.count == clusters.count, "a cluster for each number")
        guard let plain = ofMean(numbers) else { return nil }
        let n = Double(numbers.count)
        var products = 0.0
        for members in deviations(numbers, clusters) {
            let sum = members.reduce(0, +)
            products += sum * sum - members.reduce(0) { $0 + $1 * $1 }
        }
        let variance = plain * plain + products / (n * n)
        return variance < 0 ? nil : variance.squareRoot()
    }

    /// The root of the sum of the clusters' squared sums of deviations, times C / (C - 1) for C
    /// clusters, by n (Inspect's `stderr(cluster=...)`; Liang and Zeger 1986 without the factor).
    ///
    /// 0 for a single cluster, as there; nil without numbers.
    package static func clusteredInspect(_ numbers: [Double], clusters: [String]) -> Double? {
        precondition(numbers.count == clusters.count, "a cluster for each number")
        guard !numbers.isEmpty else { return nil }
        let groups = deviations(numbers, clusters)
        guard groups.count > 1 else { return 0 }
        let sum = groups.reduce(0) { total, members in
            let sum = members.reduce(0, +)
            return total + sum * sum
        }
        let count = Double(groups.count)
        return (sum * count / (count - 1)).squareRoot() / Double(numbers.count)
    }

    private static func mean(_ numbers: [Double]) -> Double {
        numbers.reduce(0, +) / Double(numbers.count)
    }

    private static func squares(_ numbers: [Double]) -> Double {
        let mean = mean(numbers)
        return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    private static func deviations(_ numbers: [Double], _ clusters: [String]) -> [[Double]] {
        let mean = mean(numbers)
        var groups: [String: [Double]] = [:]
        for (number, cluster) in zip(numbers, clusters) {
            groups[cluster, default: []].append(number - mean)
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }
}
