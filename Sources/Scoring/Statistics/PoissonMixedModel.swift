import Foundation

/// Counts of errors that grow with the length, differ by some columns, and by speaker.
///
/// log λ = log n + xβ + u, u normal with mean 0. Liu et al. 2021, arXiv 2109.09061.
///
/// The likelihood is integrated over each speaker's u by adaptive Gauss-Hermite quadrature with 15
/// points and maximised by Newton's method. exp(β) of a group's column is the ratio of word error rates.
package struct PoissonMixedModel: Sendable, Equatable {
    /// An utterance.
    package struct Row: Sendable {
        /// Errors, 0 or more.
        package var errors: Int
        /// Words of the reference, at least 1.
        package var words: Int
        /// One number a column, the constant not among them.
        package var columns: [Double]
        package var speaker: String

        package init(errors: Int, words: Int, columns: [Double], speaker: String) {
            self.errors = errors
            self.words = words
            self.columns = columns
            self.speaker = speaker
        }
    }

    /// The constant, then one a column.
    package let coefficients: [Double]
    /// Of the coefficients, from the curvature of the likelihood.
    package let standardErrors: [Double]
    /// The standard deviation of u.
    package let spread: Double
    package let logLikelihood: Double

    /// Fits the model.
    ///
    /// Nil without rows, for rows of different widths or without words, without any error, and where
    /// columns say the same as each other.
    package init?(_ rows: [Row]) {
        guard let width = rows.first.map({ $0.columns.count + 1 }),
            rows.allSatisfy({ $0.columns.count == width - 1 && $0.words > 0 && $0.errors >= 0 }),
            rows.contains(where: { $0.errors > 0 })
        else { return nil }
        let likelihood = Likelihood(rows)
        let errors = rows.reduce(0) { $0 + $1.errors }
        let words = rows.reduce(0) { $0 + $1.words }
        var point = [Double](repeating: 0, count: width + 1)
        point[0] = log(Double(errors) / Double(words))
        point[width] = log(0.5)
        var (value, slope) = likelihood.at(point)
        for _ in 0..<100 {
            guard let step = LinearSystem.solve(likelihood.curvature(point), slope.map { -$0 })
            else { return nil }
            var length = 1.0
            // Uphill at least, should the likelihood not be concave here.
            let isUphill = zip(step, slope).reduce(0) { $0 + $1.0 * $1.1 } > 0
            let direction = isUphill ? step : slope
            var moved = false
            while length > 1e-10 {
                var next = zip(point, direction).map { $0 + length * $1 }
                next[width] = min(max(next[width], -8), 4)
                let (there, slopeThere) = likelihood.at(next)
                if there >= value, there.isFinite {
                    moved = there - value > 1e-12 * abs(value)
                    (point, value, slope) = (next, there, slopeThere)
                    break
                }
                length /= 2
            }
            if !moved { break }
        }
        let curvature = likelihood.curvature(point)
        var errorsOfFit: [Double] = []
        for index in 0..<width {
            var unit = [Double](repeating: 0, count: width + 1)
            unit[index] = -1
            guard let column = LinearSystem.solve(curvature, unit), column[index] > 0 else {
                return nil
            }
            errorsOfFit.append(column[index].squareRoot())
        }
        coefficients = Array(point[..<width])
        standardErrors = errorsOfFit
        spread = exp(point[width])
        logLikelihood = value
    }

    /// The p value of the columns that this model has and a smaller one has not, by the ratio of their
    /// likelihoods.
    package func likelihoodRatio(against smaller: PoissonMixedModel) -> Double {
        Distributions.chiSquareTail(
            2 * (logLikelihood - smaller.logLikelihood),
            degrees: max(1, coefficients.count - smaller.coefficients.count)
        )
    }

    /// The marginal likelihood and its slope at a point: coefficients, then the logarithm of the spread.
    private struct Likelihood {
        /// A speaker's rows.
        private struct Speaker {
            var rows: [(columns: [Double], logWords: Double, errors: Double)] = []
            var constant = 0.0
        }

        private let speakers: [Speaker]

        init(_ rows: [Row]) {
            var speakers: [String: Speaker] = [:]
            for row in rows {
                let logWords = log(Double(row.words))
                speakers[row.speaker, default: Speaker()].rows.append(
                    ([1] + row.columns, logWords, Double(row.errors))
                )
                speakers[row.speaker]?.constant +=
                    Double(row.errors) * logWords - lgamma(Double(row.errors) + 1)
            }
            self.speakers = speakers.sorted { $0.key < $1.key }.map(\.value)
        }

        func at(_ point: [Double]) -> (value: Double, slope: [Double]) {
            let width = point.count - 1
            let variance = exp(2 * point[width])
            var value = 0.0
            var slope = [Double](repeating: 0, count: point.count)
            for speaker in speakers {
                var expected = 0.0
                var observed = 0.0
                var linear = 0.0
                var weighted = [Double](repeating: 0, count: width)
                for row in speaker.rows {
                    let predictor = zip(row.columns, point).reduce(0) { $0 + $1.0 * $1.1 }
                    let mean = exp(predictor + row.logWords)
                    expected += mean
                    observed += row.errors
                    linear += row.errors * predictor
                    for index in 0..<width {
                        weighted[index] += row.columns[index] * mean
                        slope[index] += row.columns[index] * row.errors
                    }
                }
                let integral = Self.integrate(observed, expected, variance)
                value += speaker.constant + linear + integral.logarithm
                for index in 0..<width { slope[index] -= weighted[index] * integral.exponential }
                slope[width] += integral.square / variance - 1
            }
            return (value, slope)
        }

        /// The second derivatives, from differences of the slope.
        func curvature(_ point: [Double]) -> [[Double]] {
            let step = 1e-5
            var rows = point.indices.map { index in
                var up = point
                var down = point
                up[index] += step
                down[index] -= step
                return zip(at(up).slope, at(down).slope).map { ($0 - $1) / (2 * step) }
            }
            for i in rows.indices {
                for j in 0..<i {
                    let mean = (rows[i][j] + rows[j][i]) / 2
                    rows[i][j] = mean
                    rows[j][i] = mean
                }
            }
            return rows
        }

        /// The logarithm of the integral of exp(y u - m e^u) over the normal density of u, and the means
        /// of e^u and u² under the product.
        private static func integrate(
            _ observed: Double,
            _ expected: Double,
            _ variance: Double
        ) -> (logarithm: Double, exponential: Double, square: Double) {
            func exponent(_ u: Double) -> Double {
                observed * u - expected * exp(u) - u * u / (2 * variance)
            }
            var mode = 0.0
            for _ in 0..<100 {
                let slope = observed - expected * exp(mode) - mode / variance
                let step = slope / (expected * exp(mode) + 1 / variance)
                mode += min(max(step, -2), 2)
                if abs(step) < 1e-13 { break }
            }
            let scale = 1 / (expected * exp(mode) + 1 / variance).squareRoot()
            let top = exponent(mode)
            var sum = 0.0
            var exponential = 0.0
            var square = 0.0
            for (node, weight) in hermite {
                let u = mode + 2.0.squareRoot() * scale * node
                let share = weight * exp(exponent(u) - top + node * node)
                sum += share
                exponential += share * exp(u)
                square += share * u * u
            }
            let logarithm = top + log(sum * scale / (variance * Double.pi).squareRoot())
            return (logarithm, exponential / sum, square / sum)
        }

        /// The nodes and weights of Gauss-Hermite quadrature with 15 points (Abramowitz and Stegun, table 25.10,
        /// computed again).
        private static let hermite: [(Double, Double)] = {
            let count = 15
            /// The orthonormal Hermite functions without their weight, by their recurrence.
            func polynomial(_ x: Double) -> (value: Double, before: Double) {
                var before = 0.0
                var value = pow(Double.pi, -0.25)
                for k in 0..<count {
                    let next =
                        x * (2 / Double(k + 1)).squareRoot() * value
                        - (Double(k) / Double(k + 1)).squareRoot() * before
                    (before, value) = (value, next)
                }
                return (value, before)
            }
            var nodes: [(Double, Double)] = []
            let step = 0.01
            var x = -6.005
            while x < 6 {
                var low = x, high = x + step
                if polynomial(low).value * polynomial(high).value < 0 {
                    for _ in 0..<80 {
                        let middle = (low + high) / 2
                        let isLeft = polynomial(low).value * polynomial(middle).value <= 0
                        if isLeft { high = middle } else { low = middle }
                    }
                    let node = (low + high) / 2
                    let before = polynomial(node).before
                    nodes.append((node, 1 / (Double(count) * before * before)))
                }
                x += step
            }
            return nodes
        }()
    }
}

/// Small systems of linear equations.
enum LinearSystem {
    /// Solves by elimination with row exchange; nil if the matrix is singular.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let count = right.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }
            guard let pivot, abs(rows[pivot][column]) > 1e-12 else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                if factor == 0 { continue }
                for index in column...count { rows[row][index] -= factor * rows[column][index] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }
}
