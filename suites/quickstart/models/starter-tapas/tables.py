"""Tables of made-up names and numbers."""

import dataclasses
import random

from domains import COLUMNS, DOMAINS, Column, Domain
from lexicon import NOUNS, TOPICS, Words


@dataclasses.dataclass
class Filled:
    """A column of a table: what it is, how it is called in questions, and its numbers."""

    role: str
    spec: Column | None
    says: tuple[str, ...]
    header: str
    cells: list[str]
    numbers: list[float] | None = None
    unit: str = ""
    # Whether its cells are bare numbers, which can be added up.
    bare: bool = True

    def show(self, number: float) -> str:
        if self.spec and self.spec.decimals:
            return f"{number:.1f}"
        return str(round(number))


@dataclasses.dataclass
class Table:
    domain: Domain
    columns: list[Filled]

    @property
    def header(self) -> list[str]:
        return [column.header for column in self.columns]

    @property
    def rows(self) -> list[list[str]]:
        return [list(row) for row in zip(*(column.cells for column in self.columns))]

    @property
    def height(self) -> int:
        return len(self.columns[0].cells)

    def role(self, name: str) -> int | None:
        return next((index for index, column in enumerate(self.columns) if column.role == name), None)


class TableMaker:
    """Makes tables; the same seed makes the same ones.

    With `held_out` names may have syllables that training never had; `domains` may be "known" or "new".
    """

    def __init__(self, seed: int, held_out: bool = False, domains: str = "known", strange: float = 0.12):
        # How many columns have a name out of nowhere.
        self.strange = strange
        self.random = random.Random(seed)
        self.words = Words(seed + 1, held_out)
        self.held_out = held_out
        self.domains = [domain for domain in DOMAINS if domain.held_out == (domains == "new")]

    def style(self, header: str) -> str:
        if self.case == "snake":
            return header.lower().replace(" ", "_").replace("#", "no").replace(".", "").replace("/", "_per_")
        return {"title": header.title(), "lower": header.lower(), "upper": header.upper()}.get(
            self.case, header[:1].upper() + header[1:]
        )

    def table(self, rows: tuple[int, int] = (3, 12), columns: tuple[int, int] = (2, 7)) -> Table:
        draw, domain = self.random, self.random.choice(self.domains)
        if not self.held_out and draw.random() < 0.2:
            domain = self.renamed(domain)
        self.case = draw.choice(
            ["first", "first", "title", "lower", "snake", "snake", "upper"]
            if draw.random() < 0.4
            else ["first", "title", "lower", "snake"]
        )
        height, width = draw.randint(*rows), draw.randint(*columns)
        names = self.names(domain, height)
        filled: list[Filled] = []
        numbered = domain.numbered and draw.random() < 0.85 and width > 2
        if numbered:
            start = draw.choice([0, 1, 1, 1, 1, draw.randint(2, 12)])
            header = draw.choice(
                [domain.one] * 5 + ["number", "no", "#", f"{domain.one} no", f"{domain.one} number", "nr", "id"]
            )
            filled.append(
                Filled(
                    "key",
                    None,
                    (domain.one,),
                    self.style(header),
                    [str(start + row) for row in range(height)],
                    [float(start + row) for row in range(height)],
                )
            )
        if numbered:
            header = draw.choice(domain.loose)
        else:
            header = draw.choice(
                [domain.one, domain.one, "name", "name", f"{domain.one} name", f"name of {domain.one}", *domain.loose]
            )
        filled.append(Filled("name", None, domain.loose, self.style(header), names))
        if domain.spans and width - len(filled) >= 2 and draw.random() < 0.6:
            filled += self.spans(draw.choice(domain.spans), height, draw.random() < 0.6 and width - len(filled) >= 3)
        taken = {word for column in filled for word in column.says}
        choices = list(domain.columns)
        draw.shuffle(choices)
        while len(filled) < width:
            if choices and draw.random() >= self.strange:
                spec = COLUMNS[choices.pop()]
            else:
                spec = self.open_column()
            if taken.isdisjoint(spec.names):
                taken.update(spec.names)
                filled.append(self.fill(spec, height))
            elif not choices:
                break
        if not numbered and draw.random() < 0.06:
            header = draw.choice(["#", "no", "id", "row", "nr"])
            filled.insert(
                0, Filled("other", None, (header,), self.style(header), [str(1 + row) for row in range(height)])
            )
        if draw.random() < 0.3:
            draw.shuffle(filled)
        headers = [column.header for column in filled]
        if len(set(headers)) < len(headers):
            return self.table(rows, columns)
        return Table(domain, filled)

    def renamed(self, domain: Domain) -> Domain:
        """The same kind of thing under a name that no other table has, so that such names are learnt as well."""
        draw = self.random
        word = (
            draw.choice(TOPICS + NOUNS)
            if draw.random() < 0.5
            else self.words.learned()
            if draw.random() < 0.6
            else self.words.invented(1, 3)
        )
        loose = tuple(name for name in domain.loose if name not in (domain.one, "pupil", "firm", "movie"))
        return dataclasses.replace(domain, one=word, many=word + "s", loose=loose or ("name",))

    def names(self, domain: Domain, count: int) -> list[str]:
        if domain.maker == "code":
            return self.codes(count)
        return self.words.many(domain.maker, count)

    def codes(self, count: int) -> list[str]:
        draw, prefix = self.random, "".join(self.random.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(2))
        codes: set[str] = set()
        while len(codes) < count:
            letters = (
                prefix if draw.random() < 0.6 else "".join(draw.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(2))
            )
            codes.add(letters + str(draw.randint(10, 999)))
        return draw.sample(sorted(codes), count)

    def spans(self, unit: str, height: int, counted: bool) -> list[Filled]:
        """Where things begin and end, and perhaps how much lies between."""
        draw = self.random
        begin, end = draw.choice(
            [("start {u}", "end {u}")] * 3
            + [
                ("first {u}", "last {u}"),
                ("from {u}", "to {u}"),
                ("begin", "end"),
                ("{u} start", "{u} end"),
                ("start", "end"),
                ("starts on {u}", "ends on {u}"),
                ("starting {u}", "ending {u}"),
            ]
        )
        at, first, last = draw.choice([1, 1, 1, draw.randint(1, 40)]), [], []
        longest = draw.choice([3, 12, 40, 60])
        for _ in range(height):
            first.append(at)
            at += draw.randint(1, longest)
            last.append(at)
            at += draw.choice([0, 1])
        result = [
            Filled(
                "start",
                None,
                (unit,),
                self.style(begin.format(u=unit)),
                [str(n) for n in first],
                [float(n) for n in first],
            ),
            Filled(
                "end", None, (unit,), self.style(end.format(u=unit)), [str(n) for n in last], [float(n) for n in last]
            ),
        ]
        if counted:
            many = unit if unit == "km" else unit + "s"
            lengths = [b - a for a, b in zip(first, last)]
            header = draw.choice(
                [many, f"number of {many}", f"number of {many}", f"no. of {many}", f"total {many}", f"{unit} count"]
            )
            result.append(
                Filled(
                    "count",
                    Column("count", (many,)),
                    (many,),
                    self.style(header),
                    [str(n) for n in lengths],
                    [float(n) for n in lengths],
                )
            )
        return result

    def open_column(self) -> Column:
        """A column of a name that nothing prepares for: it can only be found by its letters."""
        draw = self.random
        kind = draw.random()
        word = (
            draw.choice(TOPICS + NOUNS)
            if kind < 0.6
            else self.words.learned()
            if kind < 0.8
            else self.words.invented(1, 3)
        )
        kind = draw.random()
        if kind < 0.5:
            return Column("count", (word + "s",), low=draw.choice([0, 1, 10]), high=draw.choice([9, 60, 900, 9000]))
        if kind < 0.8:
            return Column(
                "measure",
                (word if draw.random() < 0.6 else f"{word} {draw.choice(TOPICS)}",),
                low=1,
                high=draw.choice([9, 90, 900, 9000]),
                decimals=draw.choice([0, 0, 1]),
            )
        return Column(
            "text",
            (word,),
            maker=draw.choice(["person", "place", "product", "common"]) if draw.random() < 0.5 else "",
            values=tuple(self.words.many("common", 5)),
        )

    def fill(self, spec: Column, height: int) -> Filled:
        draw = self.random
        if spec.kind == "text":
            header = self.style(draw.choice(spec.headers or spec.names))
            if spec.maker == "code":
                cells = self.codes(height)
            elif spec.maker and (not spec.values or draw.random() < 0.5):
                few = draw.random() < (0.5 if spec.maker == "place" else 0.15)
                pool = self.words.many(spec.maker, draw.randint(2, 4) if few else height)
                cells = [draw.choice(pool) for _ in range(height)] if few else pool
            else:
                pool = draw.sample(spec.values, min(len(spec.values), draw.randint(2, 5)))
                cells = [draw.choice(pool) for _ in range(height)]
            return Filled("text", spec, spec.names, header, cells)
        says = draw.choice(spec.names)
        if spec.kind == "year":
            low = draw.randint(int(spec.low), int(spec.high) - 10)
            high = draw.randint(low + 8, int(spec.high))
            numbers = [float(draw.randint(low, high)) for _ in range(height)]
            return Filled(
                "year",
                spec,
                spec.names,
                self.style(draw.choice(spec.headers or spec.names)),
                [str(int(n)) for n in numbers],
                numbers,
            )
        high = spec.high if draw.random() < 0.5 else spec.low + (spec.high - spec.low) * draw.choice([0.05, 0.2, 0.5])
        high = max(high, spec.low + 6)
        step = 10 ** draw.choice([0, 0, 1, 2]) if high > 2000 else 5 if high > 100 and draw.random() < 0.2 else 1
        if spec.decimals or spec.kind == "measure" and high < 100 and draw.random() < 0.15:
            spec = dataclasses.replace(spec, decimals=1)
            numbers = [draw.randint(int(spec.low * 10), int(high * 10)) / 10 for _ in range(height)]
        else:
            numbers = [float(max(round(draw.uniform(spec.low, high) / step) * step, spec.low)) for _ in range(height)]
        comma, suffix, prefix, unit = high >= 1000 and draw.random() < 0.4, "", "", ""
        header = says
        if spec.kind == "count":
            header = draw.choice(
                [
                    says,
                    says,
                    says,
                    f"number of {says}",
                    f"number of {says}",
                    f"no. of {says}",
                    f"total {says}",
                    f"# {says}",
                    f"{says} count",
                ]
            )
        elif spec.headers:
            header = draw.choice(spec.headers)
        elif spec.units:
            unit = draw.choice(spec.units)
            kind = draw.random()
            if unit in "$%" and kind < 0.6:
                prefix, suffix = ("$", "") if unit == "$" else ("", "%")
            elif kind < 0.5:
                header = f"{says} ({unit})" if self.case != "snake" else f"{says} {unit}"
            elif kind < 0.58 and unit not in "$%":
                suffix = " " + unit
        filled = Filled(spec.kind, spec, spec.names, self.style(header), [], numbers, unit, bare=not suffix.strip("%"))
        filled.cells = [prefix + (f"{n:,.{spec.decimals}f}" if comma else filled.show(n)) + suffix for n in numbers]
        return filled
