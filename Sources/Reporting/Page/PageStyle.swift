/// The page's style sheet: light and dark, wide and narrow, screen and paper.
enum PageStyle {
    static let sheet: HTML =
        "\(colors)\(text)\(layout)\(tables)\(shades)\(charts)\(examples)\(ComparisonStyle.rules)\(paper)"

    /// What the content security policy allows.
    static let contentHash = ContentHash.of(sheet)

    /// Shares of a row of a confusion matrix in twentieths: the policy forbids styles of single cells.
    private static let shades: HTML =
        "\((1...20).map { "\n.s\($0) { --share: \(Numbers.coordinate(Double($0) / 20)); }" as HTML })\n"

    private static let colors: HTML = """

        :root {
          --paper: #f7f7f5; --card: #ffffff; --ink: #1c2026; --muted: #5c6570; --line: #dfe2e7;
          --faint: #f0f1f3; --accent: #2b5bc7; --accent-soft: #2b5bc733; --point: #2b5bc7;
          --good: 30 120 80; --bad: 190 60 45; --bad-ink: #a8201a; --warn: #fff4d6;
          --warn-ink: #6b4c00; --mark: #fff0b8; --shade: rgb(0 0 0 / .1);
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14161a; --card: #1b1e23; --ink: #e7e9ed; --muted: #9ba4b0; --line: #30353d;
            --faint: #23272d; --accent: #8ab0ff; --accent-soft: #8ab0ff40; --point: #8ab0ff;
            --good: 50 140 95; --bad: 210 90 75; --bad-ink: #ff9a8d; --warn: #3a3016;
            --warn-ink: #f2d48a; --mark: #5c4d12; --shade: rgb(0 0 0 / .6);
          }
        }
        """

    private static let text: HTML = """

        *, ::before, ::after { box-sizing: border-box; }
        [hidden] { display: none !important; }
        html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
        @media (prefers-reduced-motion: reduce) { * { transition: none; animation: none; } }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
        }
        h1, h2, h3, h4 { line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -.01em; }
        h1 { font-size: 1.9rem; }
        h2 { font-size: 1.4rem; margin-bottom: .75rem; }
        h3 { font-size: 1.05rem; margin-bottom: .6rem; }
        h4 { font-size: .95rem; margin: 1.4rem 0 .3rem; }
        p { margin: 0 0 .8rem; max-width: 46rem; }
        a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
        bdi { overflow-wrap: anywhere; }
        code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
        pre {
          margin: .5rem 0 1rem; padding: .8rem 1rem; overflow-x: auto; background: var(--faint);
          border-radius: 8px; tab-size: 4;
        }
        summary { cursor: pointer; color: var(--accent); }
        blockquote { margin: 0; }
        .muted, .note, .definition, .options, .ci { color: var(--muted); }
        .muted { font-weight: 400; }
        .note { font-size: .85rem; margin: .4rem 0 .8rem; }
        .lead { font-size: 1.1rem; }
        .bad { color: var(--bad-ink); }
        .undefined { color: var(--muted); cursor: help; }
        .warning {
          background: var(--warn); color: var(--warn-ink); padding: .6rem .9rem; border-radius: 8px;
          margin-bottom: 1rem;
        }
        .warning ul { margin: .3rem 0; padding-left: 1.3rem; }
        .sr {
          position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
          clip-path: inset(50%); white-space: nowrap;
        }
        .badge {
          display: inline-block; font-size: .7rem; font-weight: 600; line-height: 1.5;
          padding: 0 .5em; border-radius: 99px; border: 1px solid var(--line); color: var(--muted);
          background: var(--faint); vertical-align: .1em; letter-spacing: .02em; white-space: nowrap;
        }
        .badge.baseline { border-style: dashed; border-color: var(--muted); background: none; }
        """

    private static let layout: HTML = """

        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: 1rem; z-index: 2; background: var(--card); padding: .5rem 1rem;
          border-radius: 8px; box-shadow: 0 2px 12px rgb(0 0 0 / .2); }
        .top, .layout, footer { max-width: 84rem; margin: 0 auto; padding: 0 1.5rem; }
        .top { padding-top: 2.5rem; padding-bottom: 1.25rem; }
        .top p { margin: .35rem 0 0; }
        .brand, .eyebrow {
          font-size: .78rem; font-weight: 600; letter-spacing: .06em; color: var(--muted);
          text-transform: uppercase;
        }
        .eyebrow { margin-bottom: .15rem; text-transform: none; letter-spacing: 0; }
        .run { display: block; font-size: .9rem; }
        .layout { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 2rem; }
        nav { position: sticky; top: 1.5rem; align-self: start; max-height: calc(100vh - 3rem);
          overflow-y: auto; font-size: .88rem; }
        nav ol { list-style: none; margin: 0; padding: 0; border-left: 1px solid var(--line); }
        nav a { display: block; padding: .22rem .9rem; color: var(--ink); text-decoration: none;
          line-height: 1.35; }
        nav a:hover { color: var(--accent); }
        nav .task a { padding-left: 1.5rem; }
        nav .task .muted { display: block; font-size: .8rem; }
        main > section, main > article { margin-bottom: 3rem; }
        article.task { background: var(--card); border: 1px solid var(--line); border-radius: 14px;
          padding: 1.6rem 1.75rem .8rem; }
        article.task > section { border-top: 1px solid var(--line); padding: 1.2rem 0 1rem; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
          padding: 1.1rem 1.25rem; margin-bottom: 1rem; }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr));
          gap: 1rem; }
        .cards .card { margin: 0; min-width: 0; }
        .facts { margin: 0; font-size: .9rem; }
        .facts > div { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .75rem;
          padding: .22rem 0; }
        .facts dt { color: var(--muted); overflow-wrap: anywhere; }
        .facts dd { margin: 0; overflow-wrap: anywhere; }
        .measures { margin-bottom: .6rem; }
        .measure { min-width: 0; padding: .9rem 1rem; border: 1px solid var(--line);
          border-radius: 10px; background: var(--paper); }
        .measure h4 { margin: 0 0 .2rem; }
        .measure .lead { margin-bottom: .4rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .measure .facts > div { grid-template-columns: 5.5rem minmax(0, 1fr); }
        .links { list-style: none; margin: 0; padding: 0; }
        .links a { display: inline-block; padding: .15rem 0; min-height: 1.6rem; }
        .facts.small { font-size: .8rem; margin-top: auto; display: flex; flex-wrap: wrap;
          gap: .1rem 1rem; }
        .facts.small > div { display: flex; gap: .4em; padding: 0; max-width: 100%; }
        .who ul { list-style: none; margin: 0; padding: 0; }
        .who li { font-weight: 600; }
        .who li .muted::before { content: "· "; }
        .who .note { margin: .1rem 0 .3rem; }
        .who .facts > div { grid-template-columns: 9.5rem minmax(0, 1fr); }
        .facts.tiles { display: flex; flex-wrap: wrap; gap: .5rem 2.2rem; margin-bottom: .6rem; }
        .facts.tiles > div { display: block; padding: 0; }
        .facts.tiles dd { font-size: 1.15rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        footer { color: var(--muted); font-size: .85rem; padding-bottom: 2.5rem; }
        @media (max-width: 70rem) {
          .layout { display: block; }
          nav { position: static; max-height: none; margin-bottom: 1.75rem; }
          nav ol { border: 0; display: flex; flex-wrap: wrap; gap: .35rem; }
          nav a, nav .task a { padding: .2rem .7rem; border: 1px solid var(--line);
            border-radius: 99px; background: var(--card); }
          nav .task .muted { display: inline; }
        }
        @media (max-width: 40rem) {
          .top, .layout, footer { padding-left: 1rem; padding-right: 1rem; }
          .top { padding-top: 1.5rem; }
          nav ol { max-height: 8.5rem; overflow-y: auto; }
          h1 { font-size: 1.5rem; }
          article.task { padding: 1.1rem 1rem .4rem; }
          .card { padding: .9rem 1rem; }
          .facts > div { grid-template-columns: 6rem minmax(0, 1fr); }
        }
        """

    private static let tables: HTML = """

        .scroll { position: relative; overflow-x: auto; margin: 0 0 .6rem; }
        .scroll:has(> .figures) {
          background: linear-gradient(to right, var(--card) 40%, transparent) left / 2rem 100%,
            linear-gradient(to left, var(--card) 40%, transparent) right / 2rem 100%,
            linear-gradient(to right, var(--shade), transparent) left / .7rem 100%,
            linear-gradient(to left, var(--shade), transparent) right / .7rem 100%;
          background-repeat: no-repeat; background-attachment: local, local, scroll, scroll;
        }
        .card > .scroll { margin: 0; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        table.figures { width: 100%; font-size: .92rem; }
        .figures th, .figures td { padding: .5rem .6rem; text-align: left; vertical-align: middle;
          border-bottom: 1px solid var(--line); }
        .figures th:first-child, .figures td:first-child { padding-left: 0; }
        .figures th:last-child, .figures td:last-child { padding-right: 0; }
        .figures tbody tr:last-child > * { border-bottom: 0; }
        .figures thead th { font-size: .78rem; font-weight: 600; color: var(--muted);
          vertical-align: bottom; }
        .figures tbody th { font-weight: 550; min-width: 9.75rem; }
        table bdi { overflow-wrap: break-word; }
        .wrap bdi { overflow-wrap: anywhere; }
        .figures thead .options { width: max-content; max-width: 11rem; margin-left: auto; }
        .figures .n { text-align: right; white-space: nowrap; }
        .figures thead .n { white-space: normal; }
        .figures .main { font-weight: 650; }
        .figures .ci, .definition, .options { display: block; font-size: .78rem; font-weight: 400; }
        .definition { max-width: 26rem; min-width: 12rem; white-space: normal; line-height: 1.35;
          margin-top: .1rem; }
        .figures .chart { width: 34%; min-width: 8rem; padding-left: 1.2rem; padding-right: 1.2rem; }
        .is-baseline .main { font-weight: 450; }
        .arrow { font-weight: 400; }
        thead button { font: inherit; color: inherit; background: none; border: 0; padding: 0;
          cursor: pointer; text-align: inherit; letter-spacing: inherit; }
        thead button:hover { color: var(--accent); text-decoration: underline; }
        th[aria-sort="ascending"] button::after { content: " ▴"; }
        th[aria-sort="descending"] button::after { content: " ▾"; }
        .confusion { font-size: .82rem; }
        .confusion caption { text-align: left; color: var(--muted); padding-bottom: .5rem; }
        .confusion th { font-weight: 550; padding: .2rem .5rem; }
        .confusion thead th { text-align: center; vertical-align: bottom; }
        .confusion.upright thead th:not(.n) span { writing-mode: vertical-rl; transform: rotate(180deg);
          display: inline-block; max-height: 9rem; }
        .confusion tbody th { text-align: right; white-space: nowrap; position: sticky; left: 0;
          background: var(--card); }
        .confusion tbody td { text-align: center; min-width: 2.5rem; height: 2.1rem; padding: .1rem .3rem;
          border: 2px solid var(--card); border-radius: 5px; }
        .confusion .zero { color: var(--muted); font-size: .9em; }
        .confusion .right { background: rgb(var(--good) / calc(.1 + var(--share) * .52)); }
        .confusion .wrong { background: rgb(var(--bad) / calc(.1 + var(--share) * .52)); }
        .confusion .right { font-weight: 650; }
        .confusion .n, .confusion tfoot td { color: var(--muted); font-weight: 400; text-align: right;
          padding-left: .6rem; white-space: nowrap; font-size: .76rem; }
        .confusion tfoot td { text-align: center; padding: .3rem .2rem; }
        table.data { font-size: .8rem; }
        .data th, .data td { padding: .25rem .55rem; border: 1px solid var(--line); text-align: left;
          vertical-align: top; }
        .data th { background: var(--faint); font-weight: 600; }
        .data .selected { background: var(--mark); }
        mark { background: var(--mark); color: inherit; }
        @media (max-width: 60rem) {
          .figures .chart { min-width: 6rem; padding-left: .8rem; padding-right: .8rem; }
          .figures th, .figures td { padding: .5rem .4rem; }
          .figures tbody th { min-width: 8rem; }
          table.figures { font-size: .86rem; }
          .figures .ci, .options { font-size: .74rem; }
        }
        @media (max-width: 40rem) {
          table.figures { font-size: .85rem; }
          .figures th, .figures td { padding: .45rem .5rem; }
          .figures tbody th { min-width: 6.5rem; }
          .figures .chart { min-width: 7rem; padding-left: .9rem; padding-right: .9rem; }
          .figures .definition { display: none; }
          .figures tbody th:first-child, .figures thead th:first-child { position: sticky; left: 0;
            background: var(--card); z-index: 1; max-width: 9.5rem; }
          .who .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
        }
        """

    private static let charts: HTML = """

        svg { display: block; color: var(--ink); }
        svg text { fill: var(--muted); font: 10.5px system-ui, sans-serif;
          font-variant-numeric: tabular-nums; }
        svg.interval, svg.axis { width: 100%; overflow: visible; }
        svg .tick { stroke: var(--line); stroke-width: 1; }
        svg .reference { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 3 3; }
        .interval .whisker { stroke: var(--point); stroke-opacity: .75; stroke-width: 3; }
        .interval .point { fill: var(--point); stroke: var(--card); stroke-width: 1.25; }
        .interval.faint .point { fill: var(--card); stroke: var(--muted); stroke-width: 1.75; }
        .interval.faint .whisker { stroke: var(--muted); stroke-opacity: .75; }
        svg.reliability { width: 100%; max-width: 24rem; height: auto; }
        .reliability .bar { fill: var(--point); fill-opacity: .75; }
        .reliability .gap { fill: rgb(var(--bad) / .22); stroke: rgb(var(--bad) / .7); stroke-width: 1; }
        .reliability .count { fill: var(--muted); fill-opacity: .55; }
        .reliability .diagonal { stroke: var(--ink); stroke-opacity: .6; stroke-dasharray: 4 4; }
        .reliability .title { font-size: 11.5px; }
        svg.lines { width: 100%; max-width: 34rem; height: auto; }
        svg.histogram { width: 100%; max-width: 40rem; height: auto; }
        .histogram .bar { fill: var(--point); fill-opacity: .75; }
        .lines .curve { fill: none; stroke: var(--point); stroke-width: 1.75; }
        .lines .line-1 { stroke-dasharray: 6 3; } .lines .line-2 { stroke-dasharray: 2 3; }
        .lines .line-3 { stroke-dasharray: 8 3 2 3; }
        .lines text.name { stroke: none; fill: var(--ink); }
        .lines .point { fill: var(--point); }
        .lines .whisker { stroke: var(--point); stroke-opacity: .75; stroke-width: 2; }
        .lines .title { font-size: 11.5px; }
        .beside { display: grid; grid-template-columns: minmax(0, 24rem) minmax(0, 1fr); gap: 2rem;
          align-items: start; }
        @media (max-width: 40rem) { svg.lines text, svg.lines .title { font-size: 14px; } }
        @media (max-width: 40rem) { .beside { grid-template-columns: minmax(0, 1fr); gap: .5rem; } }
        """

    private static let examples: HTML = """

        .examples { display: grid; gap: 1rem; margin: .8rem 0;
          grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); }
        .example { display: flex; flex-direction: column; gap: .7rem; min-width: 0; padding: .9rem;
          border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
        .example.wide { grid-column: 1 / -1; }
        .example p, .example .scroll { margin: 0; }
        .said { display: flex; flex-direction: column; gap: .7rem; flex: 1; min-width: 0; }
        @media (min-width: 64rem) {
          .example.wide { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
            gap: 1.2rem; align-items: start; }
          .example.wide > .note { grid-column: 1; }
          .example.wide > .said { grid-column: 2; grid-row: 1 / span 2; }
        }
        .found { margin: 0; padding: .6rem; border: 1px dashed var(--line); border-radius: 8px;
          font-size: .85rem; }
        .found figcaption { margin-bottom: .4rem; color: var(--muted); }
        .found img.medium { max-height: 9rem; }
        .found > .muted { display: block; margin-top: .4rem; }
        img.medium { display: block; max-width: 100%; max-height: 16rem; margin: 0 auto;
          border-radius: 6px; object-fit: contain; }
        img.tiny { width: 9rem; image-rendering: pixelated; }
        audio.medium { width: 100%; height: 2.4rem; }
        svg.waveform { width: 100%; height: 2.6rem; }
        .waveform polygon { fill: var(--point); fill-opacity: .7; }
        .verdict { margin: 0; }
        .verdict > div { display: grid; grid-template-columns: 4rem minmax(0, 1fr); gap: .5rem;
          align-items: baseline; }
        .verdict dt { color: var(--muted); font-size: .8rem; }
        .verdict dd { margin: 0; }
        .verdict .target { font-weight: 600; }
        .verdict .answer { font-weight: 600; }
        [data-outcome="wrong"] .answer { color: var(--bad-ink); }
        .flips { list-style: none; margin: 0; padding: .5rem 0 0; font-size: .85rem;
          border-top: 1px dashed var(--line); }
        .example .tags { display: flex; flex-wrap: wrap; gap: .35rem; }
        .tag { padding: 0 .5em; border: 1px solid var(--line); border-radius: 99px;
          font-size: .72rem; color: var(--muted); }
        .tag.right { background: rgb(var(--good) / .14); color: var(--ink); }
        .tag.partly { background: var(--warn); color: var(--warn-ink); }
        .tag.wrong, .tag.failed { background: rgb(var(--bad) / .14); color: var(--bad-ink); }
        .save { font: inherit; font-size: .74rem; color: var(--muted); background: none; cursor: pointer;
          border: 1px solid var(--line); border-radius: 6px; padding: .1rem .5rem; margin: .3rem 0 .6rem; }
        .save:hover { color: var(--ink); border-color: var(--muted); }
        .filters { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center;
          margin: .6rem 0; font-size: .82rem; }
        .filters label { display: flex; gap: .4em; align-items: center; color: var(--muted); }
        .filters select, .filters input { font: inherit; color: var(--ink); background: var(--card);
          border: 1px solid var(--muted); border-radius: 6px; padding: .2rem .45rem; max-width: 12rem; }
        .continuations ol { margin: .5rem 0 0; padding-left: 1.2rem; }
        .continuations li { margin-bottom: .35rem; }
        .transcript { line-height: 1.75; }
        .words { display: grid; gap: 1.2rem; align-items: start;
          grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
        del, ins { text-decoration-thickness: 1.5px; border-radius: 3px; padding: 0 .15em; }
        del { color: var(--muted); text-decoration-line: line-through; margin-right: .1em; }
        ins { background: rgb(var(--bad) / .16); color: var(--bad-ink); text-decoration-line: underline;
          text-underline-offset: 2px; }
        ins.sub { text-decoration: none; }
        .legend { font-size: .75rem; }
        """

    private static let paper: HTML = """

        @media print {
          :root { --paper: #fff; --card: #fff; --ink: #000; --muted: #444; --line: #ccc; --faint: #f4f4f4;
            --warn: #fff4d6; --warn-ink: #4c3500; --accent: #000; --point: #2b5bc7; --bad-ink: #a11; --mark: #fff0b8;
            --good: 30 120 80; --bad: 190 60 45; }
          body { font-size: 10pt; }
          nav, .skip { display: none; }
          .layout { display: block; }
          .top, .layout, footer { padding-left: 0; padding-right: 0; }
          .scroll, .scroll:has(> .figures), pre { overflow: visible; background: none; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0; }
          details::details-content { content-visibility: visible; display: block; height: auto; }
          details.continuations:not([open])::details-content { display: none; }
          summary { list-style: none; font-weight: 600; }
          svg text { fill: #333; }
          article.task { border: 0; padding: 0; break-before: page; }
          .example, .measure, .tiles, tr, svg, .confusion { break-inside: avoid; }
          .examples { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .5rem; }
          .example { padding: .5rem; gap: .35rem; font-size: 9pt; }
          .example.wide { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
            gap: 1rem; align-items: start; }
          .example.wide > .note { grid-column: 1; }
          .example.wide > .said { grid-column: 2; grid-row: 1 / span 2; }
          img.medium { max-height: 7rem; }
          img.tiny { width: 5rem; }
          .example.wide table { font-size: 7pt; }
          tfoot { display: table-row-group; }
          h2, h3, h4 { break-after: avoid; }
          .cards { display: block; }
          .cards .card { margin-bottom: 1rem; }
          .figures th, .figures td { padding: .25rem .2rem; }
          table.figures { font-size: 8pt; }
          .figures .n { white-space: normal; }
          .figures tbody th { min-width: 4rem; }
          .figures .definition { min-width: 0; }
          .figures .chart { min-width: 4rem; width: auto; padding-left: .5rem; padding-right: .5rem; }
          .data th, .data td { overflow-wrap: anywhere; }
          .confusion tbody td { min-width: 0; padding: .1rem; height: 1.5rem; }
          .confusion { font-size: 7.5pt; }
          .confusion th { padding: .1rem .2rem; }
          .confusion .n { padding-left: .2rem; }
          .confusion.large { font-size: 5pt; }
          .confusion.large tbody td { border-width: .5px; height: 1rem; padding: 0; }
          .confusion.large .n, .confusion.large tfoot td { font-size: 4.5pt; padding: 0; }
          audio, .filters, .save, thead button::after, script { display: none; }
          svg.reliability { max-width: 16rem; }
          .interval .point, .confusion td, .data .selected, ins, mark { print-color-adjust: exact;
            -webkit-print-color-adjust: exact; }
        }

        """
}
