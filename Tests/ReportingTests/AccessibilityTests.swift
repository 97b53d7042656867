import GRDB
import Testing

@testable import Reporting

/// What a page must have for people who cannot see it or use no pointer; `make check-page` asks a browser too.
struct AccessibilityTests {
    enum Sample: String, CaseIterable {
        case whole, small, manyLabels, unfinished, hostile, compared, hostileCompared

        private func page() throws -> String {
            switch self {
            case .compared:
                let runs = try SmallComparison.make()
                return try runs.write(try runs.comparison("1:reader", "1:majority"))
            case .hostileCompared:
                let name = "\"><h1 id=\"summary\">"
                let runs = try HostileComparison.make(name)
                return try runs.write(try runs.comparison("1:\(name)", "1:\(name)2"))
            default: return try PageTests.page(try database())
            }
        }

        private func database() throws -> TestDatabase {
            switch self {
            case .whole: return try SampleDatabase.shared()
            case .small, .unfinished:
                let database = try TestDatabase()
                try database.queue.write { db in
                    if self == .small { try SmallRun.add(db) } else { try EmptyRun.add(db) }
                }
                return database
            case .manyLabels:
                return try OneTask.labels((0..<60).map { ("label \($0)", "label \($0 / 2)", "g") })
            case .hostile, .compared, .hostileCompared:
                return try HostileTests.database("\"><h1 id=\"summary\">")
            }
        }

        func elements() throws -> [PageElement] {
            PageElement.parse(try page()).all
        }
    }

    @Test(arguments: Sample.allCases)
    func `Headings begin at one and leave no level out`(sample: Sample) throws {
        let levels = try sample.elements().compactMap { element -> Int? in
            element.name.count == 2 && element.name.hasPrefix("h")
                ? element.name.last?.wholeNumberValue : nil
        }
        #expect(levels.first == 1 && levels.count { $0 == 1 } == 1)
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    }

    @Test(arguments: Sample.allCases)
    func `Whatever can be used or looked at has a name`(sample: Sample) throws {
        let elements = try sample.elements()
        let ids = Dictionary(elements.compactMap { it in it.attributes["id"].map { ($0, it) } }) {
            first,
            _ in first
        }
        for element in elements {
            let isNamed =
                element.attributes["aria-label"]?.isEmpty == false
                || element.attributes["aria-labelledby"].flatMap { ids[$0]?.words.isEmpty } == false
            switch element.name {
            case "a", "summary", "button", "th", "caption", "h1", "h2", "h3", "h4", "dt", "option":
                #expect(!element.words.isEmpty, "\(element.name) in \(element.parent?.words ?? "")")
            case "img": #expect(element.attributes["alt"]?.isEmpty == false)
            case "audio", "nav", "input", "select": #expect(isNamed, "\(element.name)")
            case "svg": #expect(isNamed || element.attributes["aria-hidden"] == "true")
            default: break
            }
            if element.attributes["role"] != nil || element.attributes["tabindex"] != nil {
                let isNote = element.attributes["role"] == "note"
                #expect(isNamed || isNote, "\(element.name) \(element.attributes)")
            }
        }
    }

    @Test(arguments: Sample.allCases)
    func `Tables have a caption, heads with a scope, and rows of one width`(sample: Sample) throws {
        for table in try sample.elements() where table.name == "table" {
            let parts = table.all
            let caption = parts.first { $0.name == "caption" }?.words ?? ""
            #expect(!caption.isEmpty)
            let heads = parts.filter { $0.name == "th" }
            #expect(!heads.isEmpty, "\(caption)")
            let scopes = ["col", "row", "rowgroup"]
            #expect(heads.allSatisfy { scopes.contains($0.attributes["scope"] ?? "") })
            let rows = parts.filter { $0.name == "tr" }
            let widths = Set(
                rows.map { row in
                    row.children.reduce(0) { $0 + (Int($1.attributes["colspan"] ?? "") ?? 1) }
                }
            )
            #expect(widths.count == 1, "\(caption): \(widths)")
        }
    }

    @Test(arguments: Sample.allCases)
    func `Identifiers are unique and lead somewhere`(sample: Sample) throws {
        let elements = try sample.elements()
        let ids = elements.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for element in elements {
            for name in ["aria-labelledby", "aria-controls", "aria-describedby", "for"] {
                if let id = element.attributes[name] { #expect(ids.contains(id), "\(id)") }
            }
            if element.name == "a" {
                let target = element.attributes["href"] ?? ""
                #expect(target.hasPrefix("#") && ids.contains(String(target.dropFirst())))
            }
            // The order of the page is the order of the keyboard.
            #expect([nil, "0"].contains(element.attributes["tabindex"]))
        }
    }

    @Test(arguments: Sample.allCases)
    func `Lists hold items, and the page its language and landmarks`(sample: Sample) throws {
        let elements = try sample.elements()
        for element in elements {
            let children = Set(element.children.map(\.name))
            switch element.name {
            case "ul", "ol": #expect(children.isSubset(of: ["li"]))
            case "dl": #expect(children.isSubset(of: ["div", "dt", "dd"]))
            default: break
            }
        }
        for landmark in ["main", "header", "nav", "footer"] {
            #expect(elements.count { $0.name == landmark } == 1)
        }
        #expect(elements.first { $0.name == "html" }?.attributes["lang"] == "en")
        let viewport = elements.first { $0.attributes["name"] == "viewport" }?.attributes["content"]
        #expect(viewport?.contains("scal") == true && viewport?.contains("maximum") == false)
        #expect(elements.first { $0.name == "a" }?.attributes["class"] == "skip")
    }
}
