package import GRDB

/// A part of the page: what it reads from the database, and how that looks.
///
/// To add one, write a file in `Sections/` and a line in `SectionCatalog.swift`. `load` only reads
/// and aggregates in SQL, so that memory is flat however many predictions there are; `render` knows
/// no database. Whatever came from data goes through ``HTML``'s interpolation, which escapes it.
package protocol ReportSection<Subject>: Sendable {
    /// ``ReportSubject`` for a section of the whole page, ``ReportedTask`` for one that every task has.
    associatedtype Subject: Sendable
    /// What the section shows.
    associatedtype Content: Sendable

    /// The fragment by which links reach it; unique within its catalog.
    static var id: String { get }
    /// The heading, in words.
    static var title: String { get }

    /// Reads what is shown; nil if there is nothing to show, and the section is left out.
    static func load(_ db: Database, _ subject: Subject, media: MediaShelf) throws -> Content?

    /// The section's body, without its heading.
    static func render(_ content: Content) -> HTML
}

extension ReportSection {
    /// Loads and renders; nil if there is nothing to show.
    static func body(_ db: Database, _ subject: Subject, media: MediaShelf) throws -> HTML? {
        try load(db, subject, media: media).map(render)
    }
}
