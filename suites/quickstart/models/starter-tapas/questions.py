"""Tables, and questions about them with the cells that answer them."""

import dataclasses
import re

import wordings as w
from conditions import ConditionMaker
from tables import Filled, Table

AGGREGATIONS = ["NONE", "SUM", "AVERAGE", "COUNT"]
KINDS = ["lookup", "find", "list", "count", "sum", "average", "superlative", "comparison", "position"]


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


class Maker(ConditionMaker):
    """Makes questions, one method a kind, which gives None where the table does not allow it.

    With `held_out` every question has a held-out wording.
    """

    def lookup(self, table: Table) -> Question | None:
        draw, domain = self.random, table.domain
        key, name = table.role("key"), table.role("name")
        row = draw.randrange(table.height)
        if key is not None and draw.random() < 0.35:
            fields = dict(
                ns=domain.one,
                k=table.columns[key].cells[row],
                x=table.columns[name].cells[row],
                t=draw.choice(domain.loose),
            )
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
            wording = self.pick(
                [
                    "Which {t} starts on {u} {v}?",
                    "Which {t} begins on {u} {v}?",
                    "What {t} starts at {u} {v}?",
                    "What {t} begins at {u} {v}?",
                ]
            ).format(t=t, u=says, v=value)
        elif column.role == "year":
            wording = self.pick(
                [
                    "Which {t} was {done} in {v}?",
                    "What {t} was {done} in {v}?",
                    "Which {t} was {done} in the year {v}?",
                    "Which {t} has been {done} in {v}?",
                ]
            ).format(t=t, done=column.spec.done, v=value)
        elif column.role == "count":
            verb = column.spec.verbs[2]
            wording = self.pick(
                [
                    "Which {t} {verb} {v} {p}?",
                    "What {t} {verb} {v} {p}?",
                    "Which {t} {verb} exactly {v} {p}?",
                    "What {t} {verb} exactly {v} {p}?",
                ]
            ).format(t=t, verb=verb, v=value, p=says)
        else:
            wording = self.pick(w.FIND).format(t=t, p=says, v=value)
        return Question(wording, "find", target, [row], by=by)

    def list(self, table: Table) -> Question | None:
        found = self.condition(table)
        if not found:
            return None
        rows, by, that, are = found
        return Question(
            self.pick(w.LIST).format(np=table.domain.many, that=that, are=are), "list", self.things(table), rows, by=by
        )

    def count(self, table: Table) -> Question | None:
        many = table.domain.many
        if self.random.random() < 0.25:
            return Question(
                self.pick(w.COUNT_ALL).format(np=many), "count", self.things(table), list(range(table.height)), 3
            )
        found = self.condition(table)
        if not found:
            return None
        rows, by, that, are = found
        return Question(
            self.pick(w.COUNT_IF).format(np=many, that=that, are=are), "count", self.things(table), rows, 3, by=by
        )

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
        words = (
            (["latest", "most recent"] if high else ["earliest"])
            if column.role == "year"
            else w.HIGH
            if high
            else w.LOW
        )
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
            return Question(
                self.pick(w.EXTREME_VALUE).format(best=word, p=says, **fields), "superlative", by, rows, by=by
            )
        if kind < 0.27:
            others = [i for i, c in enumerate(table.columns) if c.role in ("text", "measure", "year") and i != by]
            if others:
                other = draw.choice(others)
                wording = self.pick(w.EXTREME_OTHER).format(
                    p=self.says(table.columns[other]), best=self.extreme(column, high), **fields
                )
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
        fields = dict(
            t=draw.choice([table.domain.one, *table.domain.loose])
            if table.role("key") is None
            else draw.choice(table.domain.loose),
            x=names[a],
            y=names[b],
        )
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
            list_, fields["better"] = (
                w.COMPARE,
                f"{draw.choice(['the', 'a'])} {draw.choice(w.HIGHER if high else w.LOWER)} {self.says(column)}",
            )
        wording = self.pick(list_)
        if table.domain.is_person and draw.random() < 0.5:
            for start in ("Which {t} ", "Which ", "What "):
                if (
                    wording.startswith(start)
                    and not wording.startswith("Which of")
                    and not wording.startswith("Which one")
                ):
                    wording = "Who " + wording[len(start) :]
                    break
        return Question(wording.format(**fields), "comparison", name, rows, by=by)

    def position(self, table: Table) -> Question | None:
        first = self.random.random() < 0.5
        target, t = self.target(table)
        if self.random.random() < 0.25:
            target = self.random.choice(
                [i for i, c in enumerate(table.columns) if c.role not in ("other", "start", "end", "key")]
            )
            t = self.says(table.columns[target])
            if table.columns[target].role == "count":
                t = "number of " + t
        return Question(
            self.pick(w.POSITION_FIRST if first else w.POSITION_LAST).format(t=t),
            "position",
            target,
            [0 if first else table.height - 1],
        )

    WEIGHTS = dict(
        lookup=5, find=2.5, list=2.5, count=3, sum=2.5, average=1.5, superlative=3.5, comparison=2.5, position=1
    )

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
