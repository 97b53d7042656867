"""Tables, and questions about them with the cells that answer them."""

import dataclasses
import random
import re

import wordings as w
from domains import COLUMNS, DOMAINS, Column, Domain
from lexicon import NOUNS, TOPICS, Words

AGGREGATIONS = ["NONE", "SUM", "AVERAGE", "COUNT"]
KINDS = ["lookup", "find", "list", "count", "sum", "average", "superlative", "comparison", "position"]


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


@dataclasses.dataclass
class Question:
    text: str
    kind: str
    column: int
    rows: list[int]
    aggregation: int = 0
    # The column that the rows are chosen by, if any: training is told.
    by: int | None = None

    def answers(self, table: Table) -> list[str]:
        column = table.columns[self.column]
        if self.aggregation == 3:
            return [str(len(self.rows))]
        if self.aggregation:
            # As decimals, not as binary fractions.
            tenths = sum(round(column.numbers[row] * 10) for row in self.rows)
            value = tenths / 10 / (len(self.rows) if self.aggregation == 2 else 1)
            return [str(int(value)) if value == int(value) else repr(value)]
        return list(dict.fromkeys(column.cells[row] for row in self.rows))


class Maker:
    """Makes tables and questions; the same seed makes the same ones.

    With `held_out` every question has a held-out wording; `domains` may be "known" or "new".
    """

    def __init__(self, seed: int, held_out: bool = False, domains: str = "known", strange: float = 0.12):
        # How many columns have a name out of nowhere.
        self.strange = strange
        self.random = random.Random(seed)
        self.words = Words(seed + 1, held_out)
        self.held_out = held_out
        self.domains = [domain for domain in DOMAINS if domain.held_out == (domains == "new")]

    # Tables.

    def style(self, header: str) -> str:
        if self.case == "snake":
            return header.lower().replace(" ", "_").replace("#", "no").replace(".", "").replace("/", "_per_")
        return {"title": header.title(), "lower": header.lower(), "upper": header.upper()}.get(self.case, header[:1].upper() + header[1:])

    def table(self, rows: tuple[int, int] = (3, 12), columns: tuple[int, int] = (2, 7)) -> Table:
        draw, domain = self.random, self.random.choice(self.domains)
        if not self.held_out and draw.random() < 0.2:
            domain = self.renamed(domain)
        self.case = draw.choice(["first", "first", "title", "lower", "snake", "snake", "upper"] if draw.random() < 0.4 else ["first", "title", "lower", "snake"])
        height, width = draw.randint(*rows), draw.randint(*columns)
        names = self.names(domain, height)
        filled: list[Filled] = []
        numbered = domain.numbered and draw.random() < 0.85 and width > 2
        if numbered:
            start = draw.choice([0, 1, 1, 1, 1, draw.randint(2, 12)])
            header = draw.choice([domain.one] * 5 + ["number", "no", "#", f"{domain.one} no", f"{domain.one} number", "nr", "id"])
            filled.append(Filled("key", None, (domain.one,), self.style(header), [str(start + row) for row in range(height)],
                                 [float(start + row) for row in range(height)]))
        if numbered:
            header = draw.choice(domain.loose)
        else:
            header = draw.choice([domain.one, domain.one, "name", "name", f"{domain.one} name", f"name of {domain.one}", *domain.loose])
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
            filled.insert(0, Filled("other", None, (header,), self.style(header), [str(1 + row) for row in range(height)]))
        if draw.random() < 0.3:
            draw.shuffle(filled)
        headers = [column.header for column in filled]
        if len(set(headers)) < len(headers):
            return self.table(rows, columns)
        return Table(domain, filled)

    def renamed(self, domain: Domain) -> Domain:
        """The same kind of thing under a name that no other table has, so that such names are learnt as well."""
        draw = self.random
        word = draw.choice(TOPICS + NOUNS) if draw.random() < 0.5 else self.words.learned() if draw.random() < 0.6 else self.words.invented(1, 3)
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
            letters = prefix if draw.random() < 0.6 else "".join(draw.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(2))
            codes.add(letters + str(draw.randint(10, 999)))
        return draw.sample(sorted(codes), count)

    def spans(self, unit: str, height: int, counted: bool) -> list[Filled]:
        """Where things begin and end, and perhaps how much lies between."""
        draw = self.random
        begin, end = draw.choice([("start {u}", "end {u}")] * 3 + [("first {u}", "last {u}"), ("from {u}", "to {u}"), ("begin", "end"), ("{u} start", "{u} end"),
                                  ("start", "end"), ("starts on {u}", "ends on {u}"), ("starting {u}", "ending {u}")])
        at, first, last = draw.choice([1, 1, 1, draw.randint(1, 40)]), [], []
        longest = draw.choice([3, 12, 40, 60])
        for _ in range(height):
            first.append(at)
            at += draw.randint(1, longest)
            last.append(at)
            at += draw.choice([0, 1])
        result = [
            Filled("start", None, (unit,), self.style(begin.format(u=unit)), [str(n) for n in first], [float(n) for n in first]),
            Filled("end", None, (unit,), self.style(end.format(u=unit)), [str(n) for n in last], [float(n) for n in last]),
        ]
        if counted:
            many = unit if unit == "km" else unit + "s"
            lengths = [b - a for a, b in zip(first, last)]
            header = draw.choice([many, f"number of {many}", f"number of {many}", f"no. of {many}", f"total {many}", f"{unit} count"])
            result.append(Filled("count", Column("count", (many,)), (many,), self.style(header), [str(n) for n in lengths], [float(n) for n in lengths]))
        return result

    def open_column(self) -> Column:
        """A column of a name that nothing prepares for: it can only be found by its letters."""
        draw = self.random
        kind = draw.random()
        word = draw.choice(TOPICS + NOUNS) if kind < 0.6 else self.words.learned() if kind < 0.8 else self.words.invented(1, 3)
        kind = draw.random()
        if kind < 0.5:
            return Column("count", (word + "s",), low=draw.choice([0, 1, 10]), high=draw.choice([9, 60, 900, 9000]))
        if kind < 0.8:
            return Column("measure", (word if draw.random() < 0.6 else f"{word} {draw.choice(TOPICS)}",), low=1, high=draw.choice([9, 90, 900, 9000]),
                          decimals=draw.choice([0, 0, 1]))
        return Column("text", (word,), maker=draw.choice(["person", "place", "product", "common"]) if draw.random() < 0.5 else "",
                      values=tuple(self.words.many("common", 5)))

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
            return Filled("year", spec, spec.names, self.style(draw.choice(spec.headers or spec.names)), [str(int(n)) for n in numbers], numbers)
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
            header = draw.choice([says, says, says, f"number of {says}", f"number of {says}", f"no. of {says}", f"total {says}", f"# {says}", f"{says} count"])
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

    # Words.

    def pick(self, list_: list[str]) -> str:
        return self.random.choice(w.part(list_, self.held_out))

    def own(self, list_: tuple[str, ...]) -> str | None:
        """One of a column's own ways to ask, if it has any for this part."""
        choices = w.part(list_, self.held_out)
        return self.random.choice(choices) if choices else None

    def thing(self, table: Table, row: int) -> str:
        """How a question may call the thing of a row."""
        draw, domain = self.random, table.domain
        key, name = table.role("key"), table.columns[table.role("name")].cells[row]
        if key is not None and draw.random() < 0.45:
            number = table.columns[key].cells[row]
            return f"{domain.one} {'number ' if draw.random() < 0.1 else ''}{number}"
        kind = draw.random()
        if " " in name and kind < 0.06:
            name = name.replace(" ", "-")
        elif kind < 0.12:
            name = name.lower()
        elif kind < 0.16:
            name = f'"{name}"'
        if key is not None:
            return draw.choice([f"the {domain.one} about {name}", f"the {domain.one} about {name}", f"the {domain.one} on {name}", f"the {domain.one} called {name}", name,
                                f"the {name} {domain.one}"])
        return draw.choice([name] * 6 + [f"the {domain.one} {name}", f"the {domain.one} called {name}"])

    def says(self, column: Filled) -> str:
        return self.random.choice(column.says)

    def target(self, table: Table) -> tuple[int, str]:
        """A column that names things, and how a question asks for it."""
        domain, key, name = table.domain, table.role("key"), table.role("name")
        if key is not None and self.random.random() < 0.5:
            # "Which lesson" asks for its number where a column of numbers is headed so.
            if domain.one in table.columns[key].header.lower():
                return key, domain.one
        if key is not None:
            return name, self.random.choice(domain.loose)
        return name, domain.one if self.random.random() < 0.85 else self.random.choice(domain.loose)

    def things(self, table: Table) -> int:
        """The column that stands for the things themselves."""
        key = table.role("key")
        if key is not None and table.domain.one in table.columns[key].header.lower():
            return key
        return table.role("name")

    def numeric(self, table: Table, bare: bool = False) -> list[int]:
        return [i for i, c in enumerate(table.columns) if c.role in ("count", "measure") and (c.bare or not bare)]

    # Conditions.

    def condition(self, table: Table, avoid: int | None = None):
        """Rows, the column they are chosen by, and the words: after a noun, and as a predicate."""
        draw = self.random
        choices = [i for i, c in enumerate(table.columns) if c.role in ("count", "measure", "year", "text", "start", "end") and i != avoid]
        if not choices:
            return None
        by = draw.choice(choices)
        column = table.columns[by]
        spec, height = column.spec, table.height
        if column.role in ("start", "end"):
            return None
        says = self.says(column)
        if column.role == "text":
            value = draw.choice(column.cells)
            rows = [row for row, cell in enumerate(column.cells) if cell == value]
            if len(rows) == height or (len(rows) == 1 and draw.random() < 0.5):
                return None
            that, are = self.own(spec.that), self.own(spec.are)
            if not that or draw.random() < 0.45:
                that = self.pick(w.THAT_TEXT)
            if not are or draw.random() < 0.45:
                are = self.pick(w.ARE_TEXT)
            if draw.random() < 0.1:
                value = value.lower()
            return rows, by, *(text.format(p=says, v=value) for text in (that, are))
        operation = draw.choice(["over"] * 4 + ["under"] * 3 + ["least"] * 2 + ["most"] * 2 + ["equal"] * 2 + ["between"])
        numbers = column.numbers
        n = draw.choice(numbers)
        if operation in ("over", "under", "least", "most") and draw.random() < 0.6:
            other = draw.choice(numbers)
            n = round((n + other) / 2, spec.decimals)
            if n > 20 and draw.random() < 0.5:
                n = float(round(n / 10) * 10 if n > 30 or draw.random() < 0.5 else round(n / 5) * 5)
        m = draw.choice(numbers)
        if operation == "between":
            n, m = min(n, m), max(n, m)
            # Whether the ends belong to it nobody can tell: there are none.
            if any(number in (n, m) for number in numbers):
                n, m = n - 1 / 10 ** spec.decimals, m + 1 / 10 ** spec.decimals
                if n < 0 or any(number in (round(n, 1), round(m, 1)) for number in numbers):
                    return None
        test = {
            "over": lambda a: a > n, "under": lambda a: a < n, "least": lambda a: a >= n, "most": lambda a: a <= n,
            "equal": lambda a: a == n, "between": lambda a: n < a < m,
        }[operation]
        rows = [row for row, number in enumerate(numbers) if test(number)]
        if not rows or len(rows) == height:
            return None
        shown, to = column.show(n), column.show(m)
        if float(shown) != n and operation != "between":
            return None
        if n >= 1000 and column.role != "year" and draw.random() < 0.3:
            shown = f"{float(shown):,.0f}"
        if column.role == "year":
            words = draw.choice(w.YEAR_OPS[operation]).format(n=shown, m=to)
            return rows, by, *(self.pick(list_).format(p=says, done=spec.done, op=words) for list_ in (w.THAT_YEAR, w.ARE_YEAR))
        if column.role == "count":
            words = dict(over=w.OVER_COUNT, under=w.UNDER_COUNT, least=w.LEAST_N, most=w.MOST_N, equal=w.EXACT, between=w.BETWEEN)[operation]
            words = draw.choice(words).format(n=shown, m=to)
            return rows, by, *(self.pick(list_).format(p=says, op=words, verb=spec.verbs[1]) for list_ in (w.THAT_COUNT, w.ARE_COUNT))
        unit = f" {column.unit}" if column.unit and column.unit not in "$%" and draw.random() < 0.4 else ""
        sign = "$" if column.unit == "$" and draw.random() < 0.4 else ""
        percent = "%" if column.unit == "%" and draw.random() < 0.6 else ""
        if spec.more and operation in ("over", "under") and draw.random() < 0.45:
            phrase = f"{spec.more if operation == 'over' else spec.less} than {sign}{shown}{unit}"
            return rows, by, draw.choice(["that are ", "which are ", ""]) + phrase, "are " + phrase
        words = dict(over=w.OVER, under=w.UNDER, least=w.LEAST_N, most=w.MOST_N, equal=w.EXACT, between=w.BETWEEN)[operation]
        words = draw.choice(words).format(n=sign + shown + percent, m=sign + to + percent) + unit
        return rows, by, *(self.pick(list_).format(p=says, op=words) for list_ in (w.THAT_MEASURE, w.ARE_MEASURE))

    # Questions, one method a kind. None where the table does not allow it.

    def lookup(self, table: Table) -> Question | None:
        draw, domain = self.random, table.domain
        key, name = table.role("key"), table.role("name")
        row = draw.randrange(table.height)
        if key is not None and draw.random() < 0.35:
            fields = dict(ns=domain.one, k=table.columns[key].cells[row], x=table.columns[name].cells[row], t=draw.choice(domain.loose))
            if draw.random() < 0.6:
                return Question(self.pick(w.NAME_OF_NUMBER).format(**fields), "lookup", name, [row], by=key)
            if domain.one in table.columns[key].header.lower():
                return Question(self.pick(w.NUMBER_OF_NAME).format(**fields), "lookup", key, [row], by=name)
        choices = [i for i, c in enumerate(table.columns) if c.role not in ("key", "name", "other")]
        if not choices:
            return None
        index = draw.choice(choices)
        column, thing = table.columns[index], self.thing(table, row)
        says, spec = self.says(column), column.spec
        by = key if key is not None and thing.rsplit(" ", 1)[-1].isdigit() else name
        own = self.own(spec.ask) if spec else None
        if column.role in ("start", "end"):
            wording = self.pick(w.START if column.role == "start" else w.END).format(x=thing, u=says)
        elif own and draw.random() < 0.5:
            wording = own.format(x=thing, ns=domain.one)
        elif column.role == "year" and draw.random() < 0.7:
            wording = self.pick(w.LOOKUP_YEAR).format(did=spec.did.format(x=thing))
        elif column.role == "count" and spec.verbs[0] != "have" and draw.random() < 0.5:
            wording = self.pick(w.LOOKUP_COUNT_VERB).format(p=says, x=thing, verb=spec.verbs[0], verbs=spec.verbs[2])
        elif column.role == "count":
            wording = self.pick(w.LOOKUP_COUNT).format(p=says, x=thing)
        else:
            wording = self.pick(w.LOOKUP).format(p=says, x=thing)
        return Question(wording, "lookup", index, [row], by=by)

    def find(self, table: Table) -> Question | None:
        draw = self.random
        choices = [i for i, c in enumerate(table.columns) if c.role in ("text", "measure", "year", "count", "start")]
        if not choices:
            return None
        by = draw.choice(choices)
        column, row = table.columns[by], draw.randrange(table.height)
        value = column.cells[row]
        if column.cells.count(value) > 1:
            return None
        target, t = self.target(table)
        own = self.own(column.spec.find) if column.spec and column.role == "text" else None
        says = self.says(column)
        if own and draw.random() < 0.6 and (target != table.role("key")):
            # Persons' tables ask for "who" as well.
            wording = own.format(v=value, ns=t)
        elif column.role == "start":
            wording = self.pick(["Which {t} starts on {u} {v}?", "Which {t} begins on {u} {v}?", "What {t} starts at {u} {v}?", "What {t} begins at {u} {v}?"]).format(t=t, u=says, v=value)
        elif column.role == "year":
            wording = self.pick(["Which {t} was {done} in {v}?", "What {t} was {done} in {v}?", "Which {t} was {done} in the year {v}?", "Which {t} has been {done} in {v}?"]).format(t=t, done=column.spec.done, v=value)
        elif column.role == "count":
            verb = column.spec.verbs[2]
            wording = self.pick(["Which {t} {verb} {v} {p}?", "What {t} {verb} {v} {p}?", "Which {t} {verb} exactly {v} {p}?", "What {t} {verb} exactly {v} {p}?"]).format(t=t, verb=verb, v=value, p=says)
        else:
            wording = self.pick(w.FIND).format(t=t, p=says, v=value)
        return Question(wording, "find", target, [row], by=by)

    def list(self, table: Table) -> Question | None:
        found = self.condition(table)
        if not found:
            return None
        rows, by, that, are = found
        return Question(self.pick(w.LIST).format(np=table.domain.many, that=that, are=are), "list", self.things(table), rows, by=by)

    def count(self, table: Table) -> Question | None:
        many = table.domain.many
        if self.random.random() < 0.25:
            return Question(self.pick(w.COUNT_ALL).format(np=many), "count", self.things(table), list(range(table.height)), 3)
        found = self.condition(table)
        if not found:
            return None
        rows, by, that, are = found
        return Question(self.pick(w.COUNT_IF).format(np=many, that=that, are=are), "count", self.things(table), rows, 3, by=by)

    def total(self, table: Table, kind: str) -> Question | None:
        choices = self.numeric(table, bare=True)
        if not choices:
            return None
        index = self.random.choice(choices)
        column, aggregation = table.columns[index], 1 if kind == "sum" else 2
        fields = dict(p=self.says(column), ns=table.domain.one, np=table.domain.many)
        rows, by = list(range(table.height)), None
        counted = column.role == "count"
        if self.random.random() < 0.45:
            found = self.condition(table, avoid=index)
            if not found:
                return None
            rows, by, fields["that"], _ = found
            list_ = (w.SUM_COUNT_IF if counted else w.SUM_IF) if kind == "sum" else w.AVERAGE_IF
            if kind == "average" and counted:
                fields["p"] = "number of " + fields["p"]
        elif kind == "sum":
            list_ = w.SUM_COUNT if counted else w.SUM
        else:
            list_ = w.AVERAGE_COUNT if counted else w.AVERAGE
        return Question(self.pick(list_).format(**fields), kind, index, rows, aggregation, by=by)

    def sum(self, table: Table) -> Question | None:
        return self.total(table, "sum")

    def average(self, table: Table) -> Question | None:
        return self.total(table, "average")

    def extreme(self, column: Filled, high: bool) -> str:
        """ "the most pages", "the highest price" """
        draw = self.random
        if column.role == "count":
            return draw.choice(w.MOST if high else w.FEWEST).format(p=self.says(column))
        words = (["latest", "most recent"] if high else ["earliest"]) if column.role == "year" else w.HIGH if high else w.LOW
        return f"the {draw.choice(words)} {self.says(column)}"

    def superlative(self, table: Table) -> Question | None:
        draw, domain = self.random, table.domain
        choices = [i for i, c in enumerate(table.columns) if c.role in ("count", "measure", "year")]
        if not choices:
            return None
        by = draw.choice(choices)
        column, high = table.columns[by], draw.random() < 0.55
        numbers, spec = column.numbers, column.spec
        best = (max if high else min)(numbers)
        if numbers.count(best) > 1:
            return None
        rows = [numbers.index(best)]
        target, t = self.target(table)
        fields = dict(t=t, ns=domain.one, np=domain.many)
        kind = draw.random()
        if kind < 0.12 and column.role != "year":
            word = draw.choice(w.HIGH if high else w.LOW)
            says = ("number of " if column.role == "count" else "") + self.says(column)
            return Question(self.pick(w.EXTREME_VALUE).format(best=word, p=says, **fields), "superlative", by, rows, by=by)
        if kind < 0.27:
            others = [i for i, c in enumerate(table.columns) if c.role in ("text", "measure", "year") and i != by]
            if others:
                other = draw.choice(others)
                wording = self.pick(w.EXTREME_OTHER).format(p=self.says(table.columns[other]), best=self.extreme(column, high), **fields)
                return Question(wording, "superlative", other, rows, by=by)
        # "Which of the lessons" asks for the things' own column.
        word = spec.most if high else spec.least
        if column.role == "year" and kind < 0.8 and spec.done != "born":
            wording = self.pick(w.EXTREME_YEAR_LAST if high else w.EXTREME_YEAR_FIRST)
            fields["done"] = spec.done
        elif word and kind < 0.65:
            wording = self.pick(w.EXTREME_WORD)
            fields["best"] = word
        else:
            wording = self.pick(w.EXTREME)
            fields["best"] = self.extreme(column, high)
            if column.role == "count" and draw.random() < 0.4 and " has {best}" in wording:
                wording = wording.replace(" has {best}", f" {spec.verbs[2]} {{best}}")
        if "{np}" in wording:
            target = self.things(table)
        if domain.is_person and draw.random() < 0.4:
            for start in ("Which {t} ", "What {t} ", "Which of the {np} "):
                wording = wording.replace(start, "Who ")
            if "Who" in wording:
                target = table.role("name")
        return Question(wording.format(**fields), "superlative", target, rows, by=by)

    def comparison(self, table: Table) -> Question | None:
        draw = self.random
        choices = [i for i, c in enumerate(table.columns) if c.role in ("count", "measure", "year")]
        if not choices:
            return None
        by, name = draw.choice(choices), table.role("name")
        column, high = table.columns[by], draw.random() < 0.55
        spec, numbers = column.spec, column.numbers
        a, b = draw.sample(range(table.height), 2)
        if numbers[a] == numbers[b]:
            return None
        rows = [a if (numbers[a] > numbers[b]) == high else b]
        names = table.columns[name].cells
        fields = dict(t=draw.choice([table.domain.one, *table.domain.loose]) if table.role("key") is None else draw.choice(table.domain.loose), x=names[a], y=names[b])
        word = spec.more if high else spec.less
        if column.role == "year":
            if spec.done == "born":
                list_, fields["better"] = w.COMPARE_WORD, "younger" if high else "older"
            else:
                list_ = w.COMPARE_YEAR_LAST if high else w.COMPARE_YEAR_FIRST
                fields["done"] = spec.done
        elif word and draw.random() < 0.6:
            list_, fields["better"] = w.COMPARE_WORD, word
        elif column.role == "count":
            list_, fields["better"] = w.COMPARE, draw.choice(w.MORE if high else w.FEWER).format(p=self.says(column))
        else:
            list_, fields["better"] = w.COMPARE, f"{draw.choice(['the', 'a'])} {draw.choice(w.HIGHER if high else w.LOWER)} {self.says(column)}"
        wording = self.pick(list_)
        if table.domain.is_person and draw.random() < 0.5:
            for start in ("Which {t} ", "Which ", "What "):
                if wording.startswith(start) and not wording.startswith("Which of") and not wording.startswith("Which one"):
                    wording = "Who " + wording[len(start):]
                    break
        return Question(wording.format(**fields), "comparison", name, rows, by=by)

    def position(self, table: Table) -> Question | None:
        first = self.random.random() < 0.5
        target, t = self.target(table)
        if self.random.random() < 0.25:
            target = self.random.choice([i for i, c in enumerate(table.columns) if c.role not in ("other", "start", "end", "key")])
            t = self.says(table.columns[target])
            if table.columns[target].role == "count":
                t = "number of " + t
        return Question(self.pick(w.POSITION_FIRST if first else w.POSITION_LAST).format(t=t), "position", target, [0 if first else table.height - 1])

    WEIGHTS = dict(lookup=5, find=2.5, list=2.5, count=3, sum=2.5, average=1.5, superlative=3.5, comparison=2.5, position=1)

    def question(self, table: Table) -> Question:
        kinds, weights = list(self.WEIGHTS), list(self.WEIGHTS.values())
        while True:
            question = getattr(self, self.random.choices(kinds, weights)[0])(table)
            if question and len(question.text) < 200:
                return self.varied(question)

    def ask(self, table: Table, kind: str, tries: int = 20) -> Question | None:
        """A question of a kind, if the table allows one."""
        for _ in range(tries):
            if question := getattr(self, kind)(table):
                return self.varied(question)
        return None

    def varied(self, question: Question) -> Question:
        draw, text = self.random, question.text
        text = re.sub(r"\ba (?=[aeiou])", "an ", text[:1].upper() + text[1:])
        if draw.random() < 0.12:
            text = text.rstrip("?.")
        if draw.random() < 0.1:
            text = text.lower()
        question.text = text
        return question
