/// A confusion matrix as a table whose cells are shaded by their share of the row.
enum ConfusionTable {
    static func render(_ matrix: ConfusionSection.Matrix) -> HTML {
        let isLarge = matrix.labels.count > 12 || matrix.labels.contains { $0.count > 8 }
        let isHuge = matrix.labels.count > 20
        let kind: HTML = isHuge ? " upright large" : isLarge ? " upright" : ""
        let headers = matrix.labels.map { label -> HTML in
            "<th scope=\"col\" title=\"\(Markup.clipped(label, limit: 80))\"><span>\(Markup.data(label, limit: 24))</span></th>"
        }
        let answered = matrix.labels.indices.map { column in
            matrix.counts.reduce(0) { $0 + $1[column] }
        }
        let rows = matrix.labels.indices.map { row(matrix, $0) }
        let precision = matrix.labels.indices.map { index -> HTML in
            "<td class=\"n\">\(percent(matrix.counts[index][index], of: answered[index], "never answered"))</td>"
        }
        let table: HTML = """
            <table class="confusion\(kind)"><caption>Rows: targets. Columns: answers. Shade: share of \
            the row.</caption>
            <thead><tr><td class="corner"></td>\(headers)<th scope="col" class="n">recall</th></tr></thead>
            <tbody>\(rows)</tbody>
            <tfoot><tr><th scope="row">precision</th>\(precision)<td></td></tr></tfoot></table>
            """
        return Markup.scrolling(table, label: "Confusion matrix")
    }

    private static func row(_ matrix: ConfusionSection.Matrix, _ index: Int) -> HTML {
        let counts = matrix.counts[index]
        let total = counts.reduce(0, +)
        let cells = counts.enumerated().map { column, count -> HTML in
            if count == 0 { return "<td class=\"zero\">0</td>" }
            let share = Double(count) / Double(total)
            let side = column == index ? "right" : "wrong"
            return """
                <td class="\(side) s\(Int((share * 20).rounded(.up)))" \
                title="\(Markup.clipped(matrix.labels[index], limit: 40)) answered as \
                \(Markup.clipped(matrix.labels[column], limit: 40)): \(count) of \(total)">\(Numbers.grouped(count))</td>
                """
        }
        return """
            <tr><th scope="row">\(Markup.data(matrix.labels[index], limit: 24))</th>\(cells)\
            <td class="n">\(percent(counts[index], of: total, "no example of this label"))</td></tr>

            """
    }

    private static func percent(_ count: Int, of total: Int, _ reason: String) -> HTML {
        total == 0
            ? Markup.dash(reason)
            : "\(Numbers.value(Double(count) / Double(total), isShare: true))"
    }
}
