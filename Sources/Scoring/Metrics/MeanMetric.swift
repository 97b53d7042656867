package import Domain

/// A metric that is the mean of one number an example.
///
/// Its interval is closed: the mean and its standard error, by Student's t.
package protocol MeanMetric: Metric where Tally == SumsTally {}

extension MeanMetric {
    package static var intervalMethod: Figure.Method { .student }

    package func value(_ total: SumsTally) -> Double? { total.mean() }

    package func reader(of tallies: [SumsTally]) -> ([Int]) -> Double? {
        SumsTally.reader(of: tallies) { $0.mean() }
    }
}
