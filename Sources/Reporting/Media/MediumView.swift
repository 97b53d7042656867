import Domain

/// How media look on the page.
enum MediumView {
    /// The picture, player or table; the name is for those who do not see it.
    ///
    /// Selected cells of a table are marked: row and column from 0, the header not counted.
    static func render(_ medium: ShownMedium, name: String, selected: [[Int]] = []) -> HTML {
        switch medium {
        case .picture(let address, let width, let height):
            // Tiny pictures are enlarged as they are; smoothing would hide what the model saw.
            let tiny: HTML = max(width, height) <= 96 ? " tiny" : ""
            return """
                <img class="medium\(tiny)" src="\(address)" loading="lazy" decoding="async" \
                alt="\(name), \(width) × \(height) pixels">
                """
        case .sound(let address, let seconds, let cut, let envelope):
            let note: HTML =
                cut.map {
                    """
                    <p class="note">First \(Numbers.fixed($0, 0)) of \
                    \(Numbers.duration(seconds: seconds))</p>
                    """
                } ?? ""
            return """
                \(WaveformChart.draw(envelope))<audio class="medium" controls preload="none" src="\(address)" \
                aria-label="\(name), recording of \(Numbers.duration(seconds: seconds))"></audio>\(note)
                """
        case .table(let table): return render(table, name: name, selected: selected)
        case .omitted(let reason):
            return "<p class=\"note\">Not shown: \(Markup.data(reason, limit: 200))</p>"
        }
    }

    private static let mostRows = 10
    private static let mostColumns = 8

    /// The first rows and columns, and those with selected cells.
    private static func render(_ table: Table, name: String, selected: [[Int]]) -> HTML {
        let cells = Set(selected.filter { $0.count == 2 })
        let rows = shown(table.rows.count, most: mostRows, needed: cells.map { $0[0] })
        let columns = shown(table.header.count, most: mostColumns, needed: cells.map { $0[1] })
        let header = columns.map { column -> HTML in
            "<th scope=\"col\">\(Markup.data(table.header[column], limit: 60))</th>"
        }
        let body = rows.map { row -> HTML in
            let content = columns.map { column -> HTML in
                let text = Markup.data(table.rows[row][column], limit: 80)
                return cells.contains([row, column])
                    ? "<td class=\"selected\"><mark>\(text)</mark></td>" : "<td>\(text)</td>"
            }
            return "<tr>\(content)</tr>\n"
        }
        let hiddenRows = table.rows.count - rows.count
        let hiddenColumns = table.header.count - columns.count
        var note: HTML = ""
        if hiddenRows > 0 || hiddenColumns > 0 {
            let parts = [
                hiddenRows > 0 ? Numbers.count(hiddenRows, "more row") : nil,
                hiddenColumns > 0 ? Numbers.count(hiddenColumns, "more column") : nil,
            ].compactMap { $0 }.joined(separator: ", ")
            note = "<p class=\"note\">\(parts)</p>"
        }
        return """
            \(Markup.scrolling("""
            <table class="data"><caption class="sr">\(name)</caption><thead><tr>\(header)</tr></thead>
            <tbody>\(body)</tbody></table>
            """, label: name))\(note)
            """
    }

    /// The first so many positions, and the needed ones that exist.
    private static func shown(_ count: Int, most: Int, needed: [Int]) -> [Int] {
        let needed = Set(needed.filter { (0..<count).contains($0) }.sorted().prefix(most))
        return Set(0..<min(count, most)).union(needed).sorted()
    }
}
