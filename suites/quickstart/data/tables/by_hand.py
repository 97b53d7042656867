#!/usr/bin/env python3
"""Writes by-hand.jsonl: questions that were written by hand before any model of the project was trained, one with
its table a line. The four about the book that suites/tables has are in book.jsonl (generate.py).

Needs Python 3 alone. Run it in this folder:

    python3 by_hand.py

Tables and questions are the project's own. Every answer that is computed (count, sum, compare) is
worked out here from the table by the rule that stands beside the question, never typed in by hand.
"""

import json
import pathlib

ROOT = pathlib.Path(__file__).parent

TABLES = {
    "book": (
        ["chapter", "name", "start_page", "end_page", "number_of_pages"],
        [
            ["0", "Introduction", "1", "11", "10"],
            ["1", "Text classification", "12", "48", "36"],
            ["2", "Named Entity Recognition", "49", "73", "24"],
            ["3", "Question Answering", "74", "120", "46"],
            ["4", "Summarization", "121", "140", "19"],
            ["5", "Conclusion", "141", "144", "3"],
        ],
    ),
    "lighthouses": (
        ["Lighthouse", "Coast", "Height (m)", "First lit", "Keeper"],
        [
            ["Gull Point", "west", "31", "1852", "Marsh"],
            ["North Skerry", "north", "42", "1811", "Oram"],
            ["Amber Head", "east", "27", "1874", "Lind"],
            ["Long Sand", "east", "19", "1903", "Pell"],
            ["Broad Ness", "west", "35", "1839", "Tate"],
            ["Fair Isle Rock", "north", "24", "1892", "Ward"],
        ],
    ),
    "orchard": (
        ["Tree", "Row", "Planted", "Harvest (kg)"],
        [
            ["apple", "A", "2009", "84"],
            ["pear", "A", "2011", "61"],
            ["plum", "B", "2009", "47"],
            ["cherry", "B", "2015", "22"],
            ["quince", "C", "2011", "35"],
        ],
    ),
    "league": (
        ["Team", "Town", "Played", "Won", "Drawn", "Lost", "Points"],
        [
            ["Rovers", "Ashby", "10", "7", "2", "1", "23"],
            ["Wanderers", "Colne", "10", "6", "1", "3", "19"],
            ["Athletic", "Dunmore", "10", "4", "4", "2", "16"],
            ["United", "Eastham", "10", "3", "2", "5", "11"],
            ["Harriers", "Fenwick", "10", "1", "3", "6", "6"],
        ],
    ),
    "museum": (
        ["Room", "Theme", "Paintings", "Sculptures"],
        [
            ["1", "Landscapes", "14", "0"],
            ["2", "Portraits", "22", "3"],
            ["3", "Antiquity", "2", "17"],
            ["4", "The sea", "11", "1"],
            ["5", "Modern", "9", "8"],
        ],
    ),
}


def column(table: str, name: str) -> list[str]:
    header, rows = TABLES[table]
    return [row[header.index(name)] for row in rows]


def cell(table: str, key: str, name: str) -> list[str]:
    """The cell of a column in the one row that has the key in any of its cells."""
    header, rows = TABLES[table]
    (row,) = [row for row in rows if key in row]
    return [row[header.index(name)]]


def where(table: str, name: str, test, wanted: str) -> list[str]:
    """A column's cells in the rows whose cell of another column passes a test."""
    return [b for a, b in zip(column(table, name), column(table, wanted)) if test(a)]


def total(cells: list[str]) -> list[str]:
    return [str(sum(map(int, cells)))]


def count(cells: list[str]) -> list[str]:
    return [str(len(cells))]


def best(table: str, name: str, wanted: str, choose=max) -> list[str]:
    values = list(map(int, column(table, name)))
    assert values.count(choose(values)) == 1
    return [column(table, wanted)[values.index(choose(values))]]


LOOKUP, COUNT, SUM, COMPARE = "lookup", "count", "sum", "compare"

QUESTIONS = [
    ("book", LOOKUP, "On which page does the Conclusion end?", cell("book", "Conclusion", "end_page")),
    ("book", COMPARE, "Which chapter has the most pages?", best("book", "number_of_pages", "name")),
    ("book", COUNT, "How many chapters are there?", count(column("book", "name"))),
    ("lighthouses", LOOKUP, "Who is the keeper of Amber Head?", cell("lighthouses", "Amber Head", "Keeper")),
    ("lighthouses", LOOKUP, "When was Gull Point first lit?", cell("lighthouses", "Gull Point", "First lit")),
    ("lighthouses", LOOKUP, "On which coast is Long Sand?", cell("lighthouses", "Long Sand", "Coast")),
    (
        "lighthouses", LOOKUP, "Which lighthouse has the keeper Tate?",
        cell("lighthouses", "Tate", "Lighthouse"),
    ),
    (
        "lighthouses", LOOKUP, "Which lighthouses are on the east coast?",
        where("lighthouses", "Coast", lambda c: c == "east", "Lighthouse"),
    ),
    (
        "lighthouses", COUNT, "How many lighthouses are on the north coast?",
        count(where("lighthouses", "Coast", lambda c: c == "north", "Lighthouse")),
    ),
    (
        "lighthouses", COMPARE, "Which lighthouse is the tallest?",
        best("lighthouses", "Height (m)", "Lighthouse"),
    ),
    (
        "lighthouses", COMPARE, "Which lighthouse was first lit the earliest?",
        best("lighthouses", "First lit", "Lighthouse", min),
    ),
    (
        "lighthouses", COMPARE, "Which lighthouses are higher than 30 m?",
        where("lighthouses", "Height (m)", lambda h: int(h) > 30, "Lighthouse"),
    ),
    ("orchard", LOOKUP, "When was the quince planted?", cell("orchard", "quince", "Planted")),
    ("orchard", LOOKUP, "What is the harvest of the pear?", cell("orchard", "pear", "Harvest (kg)")),
    ("orchard", SUM, "What is the total harvest?", total(column("orchard", "Harvest (kg)"))),
    (
        "orchard", SUM, "What is the total harvest of row B?",
        total(where("orchard", "Row", lambda r: r == "B", "Harvest (kg)")),
    ),
    (
        "orchard", COUNT, "How many trees were planted in 2009?",
        count(where("orchard", "Planted", lambda y: y == "2009", "Tree")),
    ),
    (
        "orchard", LOOKUP, "Which trees were planted in 2011?",
        where("orchard", "Planted", lambda y: y == "2011", "Tree"),
    ),
    ("orchard", COMPARE, "Which tree has the smallest harvest?", best("orchard", "Harvest (kg)", "Tree", min)),
    ("league", LOOKUP, "How many points do the Wanderers have?", cell("league", "Wanderers", "Points")),
    ("league", LOOKUP, "From which town are the Harriers?", cell("league", "Harriers", "Town")),
    ("league", LOOKUP, "Which team is from Dunmore?", cell("league", "Dunmore", "Team")),
    ("league", LOOKUP, "How many games has Athletic drawn?", cell("league", "Athletic", "Drawn")),
    ("league", COMPARE, "Which team lost the most games?", best("league", "Lost", "Team")),
    (
        "league", COUNT, "How many teams won more than 3 games?",
        count(where("league", "Won", lambda w: int(w) > 3, "Team")),
    ),
    ("league", SUM, "What is the total number of games drawn?", total(column("league", "Drawn"))),
    ("league", COUNT, "How many teams are in the league?", count(column("league", "Team"))),
    ("museum", LOOKUP, "What is the theme of room 3?", cell("museum", "Antiquity", "Theme")),
    ("museum", LOOKUP, "Which room has the theme Modern?", cell("museum", "Modern", "Room")),
    ("museum", SUM, "What is the total number of paintings?", total(column("museum", "Paintings"))),
    ("museum", SUM, "How many sculptures are there in all rooms together?", total(column("museum", "Sculptures"))),
    ("museum", COMPARE, "Which theme has the most sculptures?", best("museum", "Sculptures", "Theme")),
    (
        "museum", COUNT, "How many rooms have more than 10 paintings?",
        count(where("museum", "Paintings", lambda n: int(n) > 10, "Room")),
    ),
    (
        "museum", COMPARE, "Which themes have more sculptures than paintings?",
        [
            row[1] for row in TABLES["museum"][1] if int(row[3]) > int(row[2])
        ],
    ),
]


def main() -> None:
    lines = []
    for table, kind, question, answers in QUESTIONS:
        header, rows = TABLES[table]
        number = 1 + sum(f'"id": "{table}-' in line for line in lines)
        record = {
            "id": f"{table}-{number:02}",
            "question": question,
            "answers": answers,
            "kind": kind,
            "about": table,
            "table": {"header": header, "rows": rows},
        }
        lines.append(json.dumps(record, ensure_ascii=False))
    (ROOT / "by-hand.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
