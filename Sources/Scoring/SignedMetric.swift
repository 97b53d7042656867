package import Domain

/// A metric of sacreBLEU's, whose options and version are quoted beside a value as a signature.
package protocol SignedMetric: Metric {
    /// The options in the words of sacreBLEU's signature, its version left out.
    ///
    /// - Parameter references: How many references each answer has; `var` where they have not all as many.
    func signature(references: String) -> String
}

extension SignedMetric {
    /// The version of sacreBLEU whose numbers these metrics give.
    package static var version: String { "2.6.0" }
}

extension AnyMetric {
    /// The signature that sacreBLEU would print beside the value, after its name; nil for metrics that
    /// have none, and without examples.
    ///
    /// - Parameter references: The numbers of references that answers have.
    package func signature(references: Set<Int>) -> String? {
        guard let metric = metric as? any SignedMetric, let count = references.first else {
            return nil
        }
        let signature = metric.signature(references: references.count == 1 ? "\(count)" : "var")
        return "sacreBLEU signature \(signature)|version:\(type(of: metric).version)"
    }

    /// How many references a target has; nil for metrics that have no signature.
    package func references(of target: Target?) -> Int? {
        metric is any SignedMetric ? target?.texts?.count : nil
    }
}
