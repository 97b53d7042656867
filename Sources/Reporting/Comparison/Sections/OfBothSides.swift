package import GRDB

/// A section of the report about the runs and tasks of both sides of a comparison.
package enum OfBothSides<Section: ReportSection<ReportSubject>>: ReportSection {
    package static var id: String { Section.id }
    package static var title: String { Section.title }

    package static func load(_ db: Database, _ subject: ComparisonSubject, media: MediaShelf) throws
        -> Section.Content?
    {
        try Section.load(db, subject.report, media: media)
    }

    package static func render(_ content: Section.Content) -> HTML { Section.render(content) }
}
