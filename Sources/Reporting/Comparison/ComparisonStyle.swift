/// What pages about several models need of the style sheet besides.
enum ComparisonStyle {
    static let rules: HTML = """

        .side { display: inline-block; min-width: 1.45em; padding: 0 .3em; border-radius: 5px; font-size: .86em;
          font-weight: 700; line-height: 1.45; text-align: center; border: 1px solid currentColor; }
        .side.b { background: var(--ink); color: var(--card); border-color: var(--ink); }
        h1 .side { font-size: .8em; }
        .versus { color: var(--muted); font-weight: 400; }
        .differences .tag, h2 .tag { display: inline-block; white-space: nowrap; }
        h2 .tag { margin-left: .4em; letter-spacing: 0; vertical-align: .15em; }
        .tag.shown { border-color: var(--ink); color: var(--ink); font-weight: 600; font-size: .78rem; }
        .tag .side { font-size: .82em; line-height: 1.3; margin-right: .15em; }
        .figures .best { font-weight: 650; }
        .figures .best::after { content: " \\2713"; font-weight: 700; }
        .differences .of-task > th { padding-top: 1.1rem; border-bottom: 0; padding-bottom: .1rem; }
        .differences thead + tbody .of-task > th { padding-top: .6rem; }
        .figures.differences tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
        .figures.differences tbody:last-of-type tr:last-child > * { border-bottom: 0; }
        .differences .definition { min-width: 9rem; }
        .figures.differences .chart { width: 26%; min-width: 7rem; }
        .differences .further > th { font-weight: 450; }
        .difference .whisker { stroke: var(--point); stroke-opacity: .75; stroke-width: 3; }
        .difference .point { fill: var(--point); stroke: var(--card); stroke-width: 1.25; }
        .difference.faint .point { fill: var(--card); stroke: var(--muted); stroke-width: 1.75; }
        .difference.faint .whisker { stroke: var(--muted); stroke-opacity: .75; }
        .difference .zero { stroke: var(--muted); stroke-width: 1.25; }
        svg.difference { width: 100%; overflow: visible; }
        .figures .chart .unit { display: block; text-align: center; font-weight: 400; }
        .sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
          gap: 1rem; margin-bottom: 1rem; }
        div.warning { margin-bottom: 1rem; }
        .sides .card { margin: 0; }
        .agreement { border-collapse: separate; border-spacing: 0; }
        .agreement td { padding: .5rem .9rem; text-align: center; font-weight: 650; }
        .agreement td .ci { display: block; font-size: .76rem; font-weight: 400; }
        .agreement td.flipped { background: var(--faint); border-radius: 6px; }
        .agreement tbody th { text-align: left; }
        .answers { margin: 0; display: grid; gap: .45rem; }
        .answers > div { display: grid; grid-template-columns: 3.6rem minmax(0, 1fr); gap: .5rem;
          align-items: baseline; }
        .answers.short > div { grid-template-columns: 1.7rem minmax(0, 1fr); }
        .flip .facts.small dt { flex: none; }
        .answers dt { color: var(--muted); font-size: .8rem; }
        .answers dd { margin: 0; }
        .answers .transcript { margin: 0; }
        .answers .target { font-weight: 600; }
        .answers .mark { font-weight: 700; }
        .answers .is-wrong { color: var(--bad-ink); }
        @media (min-width: 64rem) { .example.flip.wide > .said { grid-row: 1; } }
        @media (max-width: 40rem) {
          .figures.differences .of-task > th { max-width: none; }
          .figures.differences th, .figures.differences td { padding-left: .35rem; padding-right: .35rem; }
          .figures.differences tbody th { min-width: 5.2rem; max-width: 6.6rem; }
          .figures.differences th:first-child { padding-left: 0; }
          .of-task .stays { display: inline-block; position: sticky; left: 0;
            max-width: calc(100vw - 4.5rem); }
        }
        @media print { .side { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """
}
