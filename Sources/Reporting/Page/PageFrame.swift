/// What every page has around its sections: one HTML document that needs nothing else, no network and no
/// files beside it.
struct PageFrame {
    /// What kind of page it is: "Assay report".
    let brand: String
    /// Of the window; a text of data.
    let title: String
    let heading: HTML
    /// Under the heading, a paragraph each.
    let lines: [HTML]
    /// Items of the list of sections.
    let links: [HTML]
    let body: HTML

    /// The document; the section `summary` is its first.
    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(Self.policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="generator" content="Assay">
        <title>\(title) · Assay</title>
        <style>\(PageStyle.sheet)</style>
        </head>
        <body>
        <a class="skip" href="#summary">Skip to the summary</a>
        <header class="top"><p class="brand">\(brand)</p><h1>\(heading)</h1>
        \(lines)</header>
        <div class="layout">
        <nav aria-label="Sections"><ol>\(links)</ol></nav>
        <main>
        \(body)</main>
        </div>
        <footer>Made by Assay from the database of the run. Values are of answered examples only; \
        n and failures stand beside each.</footer>
        <script>\(PageScript.source)</script>
        </body>
        </html>

        """
    }

    /// Nothing is loaded from anywhere; of scripts and styles only our own count, by their digests.
    static var policy: String {
        "default-src 'none'; img-src data:; media-src data:; style-src '\(PageStyle.contentHash)'; "
            + "script-src '\(PageScript.contentHash)'; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'"
    }

    /// A section of the page with its heading.
    static func section(_ id: String, _ title: String, _ body: HTML) -> HTML {
        """
        <section id="\(id)" aria-labelledby="\(id)-title">
        <h2 id="\(id)-title">\(title)</h2>
        \(body)</section>

        """
    }

    /// A section of a task; the anchor is the task's.
    static func section(of anchor: String, _ id: String, _ title: String, _ body: HTML) -> HTML {
        // Not a landmark: there would be a dozen of the same name on a page.
        """
        <section id="\(anchor)-\(id)">
        <h3>\(title)</h3>
        \(body)</section>

        """
    }

    /// An item of the list of sections.
    static func link(_ id: String, _ title: String) -> HTML {
        "<li><a href=\"#\(id)\">\(title)</a></li>\n"
    }

    /// Renders a page that takes at most so many bytes: pictures and sound get a quarter of them, and fewer
    /// where the rest needs more.
    ///
    /// - Parameters:
    ///   - mostBytes: What the page may take.
    ///   - render: The page whose media take at most so many bytes, before base64 adds a third.
    /// - Returns: The page's text.
    /// - Throws: ``ReportingError/tooLarge(bytes:allowed:)`` if the page is too large even without them.
    static func fitting(_ mostBytes: Int, render: (_ mediaBytes: Int) throws -> HTML) throws
        -> String
    {
        var mediaBytes = mostBytes / 4
        while true {
            let page = try render(mediaBytes).text
            let excess = page.utf8.count - mostBytes
            guard excess > 0 else { return page }
            guard mediaBytes > 0 else {
                throw ReportingError.tooLarge(bytes: page.utf8.count, allowed: mostBytes)
            }
            // Base64 makes four bytes of three.
            mediaBytes = max(0, min(mediaBytes / 2, mediaBytes - excess))
            if mediaBytes < 10_000 { mediaBytes = 0 }
        }
    }
}
