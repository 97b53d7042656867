/// The page's only script: a click on a column's head sorts the table, long tables can be searched and
/// examples filtered, tables and charts saved, and what is folded is printed.
///
/// Without it nothing is missing.
enum PageScript {
    static let source: HTML = "\(sorting)\(searching)\(filtering)\(saving)\(printing)"

    private static let sorting: HTML = """

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
              table.dispatchEvent(new Event("sorted"));
            });
          });
        }

        """

    /// Of long tables the first rows are shown, and those that have a text in them.
    private static let searching: HTML = """

        for (const table of document.querySelectorAll("table.searchable")) {
          const most = 25;
          const body = table.tBodies[0];
          if (body.rows.length <= most) continue;
          const bar = document.createElement("div");
          bar.className = "filters";
          const label = document.createElement("label");
          const field = document.createElement("input");
          field.type = "search";
          field.setAttribute("aria-controls", table.id);
          label.append("Search", field);
          const all = document.createElement("button");
          all.type = "button";
          all.className = "save";
          all.textContent = "Show all";
          const count = document.createElement("output");
          bar.append(label, all, count);
          let limit = most;
          const update = () => {
            const text = field.value.trim().toLowerCase();
            let found = 0;
            for (const row of body.rows) {
              const fits = row.textContent.toLowerCase().includes(text);
              found += fits;
              row.hidden = !fits || found > limit;
            }
            count.textContent = `${Math.min(found, limit)} of ${found} rows shown`;
          };
          field.addEventListener("input", update);
          all.addEventListener("click", () => {
            limit = limit === most ? Infinity : most;
            all.textContent = limit === most ? "Show all" : "Show fewer";
            update();
          });
          table.addEventListener("sorted", update);
          table.closest(".scroll").before(bar);
          update();
        }

        """

    /// By why an example is there, how it turned out, its label, its groups, and its text.
    private static let filtering: HTML = """

        for (const list of document.querySelectorAll(".examples")) {
          const cards = [...list.children];
          if (cards.length < 4) continue;
          const bar = document.createElement("div");
          bar.className = "filters";
          bar.setAttribute("role", "group");
          bar.setAttribute("aria-label", "Filter the examples");
          const count = document.createElement("output");
          const tests = [];
          const update = () => {
            let shown = 0;
            for (const card of cards) {
              card.hidden = !tests.every(test => test(card));
              shown += !card.hidden;
            }
            count.textContent = `${shown} of ${cards.length} shown`;
          };
          const add = (name, control, test) => {
            const label = document.createElement("label");
            label.append(name, control);
            bar.append(label);
            tests.push(card => !control.value || test(card, control.value));
            control.addEventListener("input", update);
          };
          const choose = (name, values) => {
            const all = [...new Set(cards.flatMap(values))].filter(Boolean).sort();
            if (all.length < 2) return;
            const control = document.createElement("select");
            control.append(new Option("all", ""), ...all.map(value => new Option(value, value)));
            add(name, control, (card, value) => values(card).includes(value));
          };
          choose("Chosen as", card => card.dataset.pick.split(" "));
          choose("Outcome", card => [card.dataset.outcome]);
          choose("Label", card => [card.dataset.label]);
          const groups = new Map(cards.map(card => [card, JSON.parse(card.dataset.groups)]));
          for (const name of new Set([...groups.values()].flatMap(Object.keys))) {
            choose(name, card => [groups.get(card)[name]]);
          }
          const text = document.createElement("input");
          text.type = "search";
          add("Text", text, (card, value) =>
            card.textContent.toLowerCase().includes(value.toLowerCase()));
          bar.append(count);
          list.before(bar);
          update();
        }

        """

    /// Tables as CSV, charts as SVG that needs no style sheet.
    private static let saving: HTML = """

        {
          const save = (name, type, text) => {
            const link = document.createElement("a");
            link.href = URL.createObjectURL(new Blob([text], { type }));
            link.download = name;
            link.click();
            setTimeout(() => URL.revokeObjectURL(link.href), 1000);
          };
          const file = (name, ending) =>
            name.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80) + ending;
          const offer = (after, what, name, act) => {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "save";
            button.textContent = `Save as ${what}`;
            button.setAttribute("aria-label", `Save as ${what}: ${name}`);
            button.addEventListener("click", act);
            after.after(button);
          };
          // A cell that begins like a formula must not become one.
          const cell = text => {
            const plain = text.replace(/\\s+/g, " ").trim();
            const safe = /^[=+@\\t-]/.test(plain) ? "'" + plain : plain;
            return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
          };
          for (const table of document.querySelectorAll("table.figures")) {
            const name = table.caption?.textContent ?? "table";
            offer(table.closest(".scroll") ?? table, "CSV", name, () => {
              const rows = [...table.rows].map(row => [...row.cells]
                .filter(it => !it.classList.contains("chart"))
                .map(it => cell(it.innerText)).join(","));
              save(file(name, ".csv"), "text/csv", rows.join("\\r\\n") + "\\r\\n");
            });
          }
          const looks = ["fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width",
            "stroke-dasharray", "font-size", "font-family", "text-anchor"];
          for (const chart of document.querySelectorAll("svg.reliability, svg.lines, svg.histogram")) {
            const name = chart.getAttribute("aria-label") ?? "chart";
            offer(chart, "SVG", name, () => {
              const copy = chart.cloneNode(true);
              copy.setAttribute("xmlns", "http:" + "//www.w3.org/2000/svg");
              const parts = copy.querySelectorAll("*");
              chart.querySelectorAll("*").forEach((part, index) => {
                const style = getComputedStyle(part);
                for (const look of looks) parts[index].setAttribute(look, style.getPropertyValue(look));
              });
              save(file(name, ".svg"), "image/svg+xml", new XMLSerializer().serializeToString(copy));
            });
          }
        }

        """

    /// What is folded is opened for the paper, but for what may hurt; it is left as it was.
    private static let printing: HTML = """

        {
          let opened = [];
          addEventListener("beforeprint", () => {
            opened = [...document.querySelectorAll("details:not([open]):not(.continuations)")];
            for (const it of opened) it.open = true;
          });
          addEventListener("afterprint", () => {
            for (const it of opened) it.open = false;
            opened = [];
          });
        }

        """

    /// What the content security policy allows.
    static let contentHash = ContentHash.of(source)
}
