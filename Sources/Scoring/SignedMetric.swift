package import Domain

/// A metric of sacreBLEU's, whose options and version are quoted beside a value as a signature.
package protocol SignedMetric: Metric {
    /// The options in the words of sacreBLEU's signature.
    ///
    /// - Parameter references: How many references each answer has; `var` where they have not all as many.
    /// - Returns: Such as `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp`, the version left out.
    func signature(references: String) -> String
}

extension SignedMetric {
    /// The version of sacreBLEU whose numbers these metrics give.
    package static var version: String { "2.6.0" }
}

extension AnyMetric {
    /// The signature that sacreBLEU prints beside a value, with the version.
    ///
    /// - Parameter references: The numbers of references that answers have.
    /// - Returns: Nil for metrics that have no signature, and without examples.
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
