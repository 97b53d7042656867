"""Parts of questions: how they call things and columns, and the conditions that they set."""

import wordings as w
from tables import Filled, Table, TableMaker


class ConditionMaker(TableMaker):
    """With `held_out` every wording is a held-out one."""

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
            return draw.choice(
                [
                    f"the {domain.one} about {name}",
                    f"the {domain.one} about {name}",
                    f"the {domain.one} on {name}",
                    f"the {domain.one} called {name}",
                    name,
                    f"the {name} {domain.one}",
                ]
            )
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

    def condition(self, table: Table, avoid: int | None = None):
        """Rows, the column they are chosen by, and the words: after a noun, and as a predicate."""
        draw = self.random
        choices = [
            i
            for i, c in enumerate(table.columns)
            if c.role in ("count", "measure", "year", "text", "start", "end") and i != avoid
        ]
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
        operation = draw.choice(
            ["over"] * 4 + ["under"] * 3 + ["least"] * 2 + ["most"] * 2 + ["equal"] * 2 + ["between"]
        )
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
                n, m = n - 1 / 10**spec.decimals, m + 1 / 10**spec.decimals
                if n < 0 or any(number in (round(n, 1), round(m, 1)) for number in numbers):
                    return None
        test = {
            "over": lambda a: a > n,
            "under": lambda a: a < n,
            "least": lambda a: a >= n,
            "most": lambda a: a <= n,
            "equal": lambda a: a == n,
            "between": lambda a: n < a < m,
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
            return (
                rows,
                by,
                *(self.pick(list_).format(p=says, done=spec.done, op=words) for list_ in (w.THAT_YEAR, w.ARE_YEAR)),
            )
        if column.role == "count":
            words = dict(
                over=w.OVER_COUNT, under=w.UNDER_COUNT, least=w.LEAST_N, most=w.MOST_N, equal=w.EXACT, between=w.BETWEEN
            )[operation]
            words = draw.choice(words).format(n=shown, m=to)
            return (
                rows,
                by,
                *(
                    self.pick(list_).format(p=says, op=words, verb=spec.verbs[1])
                    for list_ in (w.THAT_COUNT, w.ARE_COUNT)
                ),
            )
        unit = f" {column.unit}" if column.unit and column.unit not in "$%" and draw.random() < 0.4 else ""
        sign = "$" if column.unit == "$" and draw.random() < 0.4 else ""
        percent = "%" if column.unit == "%" and draw.random() < 0.6 else ""
        if spec.more and operation in ("over", "under") and draw.random() < 0.45:
            phrase = f"{spec.more if operation == 'over' else spec.less} than {sign}{shown}{unit}"
            return rows, by, draw.choice(["that are ", "which are ", ""]) + phrase, "are " + phrase
        words = dict(over=w.OVER, under=w.UNDER, least=w.LEAST_N, most=w.MOST_N, equal=w.EXACT, between=w.BETWEEN)[
            operation
        ]
        words = draw.choice(words).format(n=sign + shown + percent, m=sign + to + percent) + unit
        return rows, by, *(self.pick(list_).format(p=says, op=words) for list_ in (w.THAT_MEASURE, w.ARE_MEASURE))
