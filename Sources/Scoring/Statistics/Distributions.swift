import Foundation

/// Tails and quantiles of the distributions that tests rest on.
enum Distributions {
    /// The chance that a standard normal number is as far from 0 as this, on either side.
    static func normalTails(_ z: Double) -> Double { erfc(abs(z) / 2.0.squareRoot()) }

    /// The point below which a standard normal number lies with the probability, 0 < p < 1.
    ///
    /// Wichura 1988 would do; here one starts from a rough value (Abramowitz and Stegun 26.2.23) and
    /// takes steps of Halley's method until they are lost in rounding.
    static func normalQuantile(_ probability: Double) -> Double {
        precondition(probability > 0 && probability < 1, "a probability of \(probability)")
        if probability > 0.5 { return -normalQuantile(1 - probability) }
        let t = (-2 * log(probability)).squareRoot()
        var z =
            (2.515517 + t * (0.802853 + t * 0.010328))
            / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
        for _ in 0..<4 {
            let error = 0.5 * erfc(-z / 2.0.squareRoot()) - probability
            let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            let step = error / density
            z -= step / (1 + z * step / 2)
        }
        return z
    }

    /// The chance that a number of chi square with one degree of freedom is at least this.
    static func chiSquareTail(_ x: Double) -> Double { erfc((max(x, 0) / 2).squareRoot()) }

    /// The chance that a number of chi square with so many degrees of freedom is at least this.
    static func chiSquareTail(_ x: Double, degrees: Int) -> Double {
        guard x > 0 else { return 1 }
        // Up from one or two degrees: Q(k + 2) = Q(k) + (x/2)^(k/2) e^(-x/2) / Γ(k/2 + 1).
        var tail = degrees.isMultiple(of: 2) ? exp(-x / 2) : chiSquareTail(x)
        var done = degrees.isMultiple(of: 2) ? 2 : 1
        while done < degrees {
            let half = Double(done) / 2
            tail += exp(half * log(x / 2) - x / 2 - lgamma(half + 1))
            done += 2
        }
        return min(tail, 1)
    }

    /// The chance that a number of Student's t is as far from 0 as this, on either side.
    static func studentTails(_ t: Double, degrees: Double) -> Double {
        incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
    }

    /// The point that a number of Student's t exceeds in size with the probability.
    static func studentTwoSided(_ probability: Double, degrees: Double) -> Double {
        var low = 0.0, high = 1.0
        while studentTails(high, degrees: degrees) > probability, high < 1e12 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if studentTails(middle, degrees: degrees) > probability {
                low = middle
            } else {
                high = middle
            }
        }
        return (low + high) / 2
    }

    /// The chance of at most so many heads in so many fair coins.
    static func fairCoins(atMost heads: Int, of coins: Int) -> Double {
        guard heads >= 0 else { return 0 }
        if heads >= coins { return 1 }
        // From the most likely term down, so that nothing is lost.
        let top = lgamma(Double(coins) + 1) - Double(coins) * log(2)
        var sum = 0.0
        for count in stride(from: heads, through: 0, by: -1) {
            let term = exp(top - lgamma(Double(count) + 1) - lgamma(Double(coins - count) + 1))
            sum += term
            if count * 2 < coins, term < sum * 1e-18 { break }
        }
        return min(sum, 1)
    }

    /// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22).
    static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front =
            exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        // Lentz's method.
        let tiny = 1e-300
        var c = 1.0
        var d = 1 - (a + b) * x / (a + 1)
        d = 1 / (abs(d) < tiny ? tiny : d)
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            var change = 1.0
            for term in [even, odd] {
                d = 1 + term * d
                d = 1 / (abs(d) < tiny ? tiny : d)
                c = 1 + term / c
                if abs(c) < tiny { c = tiny }
                change = d * c
                result *= change
            }
            if abs(change - 1) < 1e-16 { break }
        }
        return front * result
    }
}
