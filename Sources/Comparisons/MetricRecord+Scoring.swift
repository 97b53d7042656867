import Domain
package import Scoring
package import Storage

extension AnyMetric {
    /// The metric that a row of the database is of.
    ///
    /// - Throws: `UnknownNameError` or ``MetricError`` for one that this program does not have.
    package init(_ record: MetricRecord) throws {
        let options = try JSONValue(parsing: record.options).object ?? [:]
        try self.init(name: record.name, options: options)
    }
}

extension MetricRecord {
    /// The name with those options that tell the metric from others of the name.
    package var title: String {
        titled(name, (try? JSONValue(parsing: options))?.object ?? [:])
    }
}
