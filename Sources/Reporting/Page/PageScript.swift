import Digests
import Foundation

/// The page's only script: a click on a column's head sorts the table.
///
/// Without it nothing is missing.
enum PageScript {
    static let source: HTML = """

        for (const table of document.querySelectorAll("table.sortable")) {
          const body = table.tBodies[0];
          if (body.rows.length < 3) continue;
          [...table.tHead.rows[0].cells].forEach((cell, column) => {
            if (!cell.textContent.trim() || cell.classList.contains("chart")) return;
            const button = document.createElement("button");
            button.type = "button";
            button.append(...cell.childNodes);
            cell.append(button);
            button.addEventListener("click", () => {
              const down = cell.getAttribute("aria-sort") === "ascending";
              for (const other of cell.parentNode.cells) other.removeAttribute("aria-sort");
              cell.setAttribute("aria-sort", down ? "descending" : "ascending");
              const key = row => row.cells[column].querySelector(".value")?.textContent
                ?? row.cells[column].textContent;
              const number = text =>
                parseFloat(text.replace(/[\\u202f\\s]/g, "").replace("\\u2212", "-"));
              const order = (a, b) => {
                const x = number(key(a)), y = number(key(b));
                if (Number.isNaN(x) || Number.isNaN(y)) {
                  return Number.isNaN(x) && Number.isNaN(y)
                    ? key(a).localeCompare(key(b)) : Number.isNaN(x) - Number.isNaN(y);
                }
                return x - y;
              };
              body.append(...[...body.rows].sort((a, b) => (down ? -1 : 1) * order(a, b)));
            });
          });
        }

        """

    /// What the content security policy allows: `sha256-` and the digest in base64.
    static let contentHash: String = {
        let digits = Array(SHA256Digest(of: source.text).hexadecimal)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }()
}
