"""Makes table-queries.json: random tables and queries with what SQLite gives.

The rules are those of salesforce/WikiSQL's lib/dbengine.py, said again: cells in lower case, text values in
lower case, values for real columns as floats (without commas, else the first number in them), one parameter
a column. Run by hand with Python 3; SQLite's version is in the file.
"""

import decimal
import json
import pathlib
import random
import re
import sqlite3

random.seed(20)
AGGREGATIONS = ["", "MAX", "MIN", "COUNT", "SUM", "AVG"]
OPERATORS = ["=", ">", "<", "OP"]
NUMBER = re.compile(r"[-+]?\d*\.\d+|\d+")
TEXTS = ["Lyon", "lyon", "3 apples", "12", "12.5", " 7", "-4", ".5", "5.", "1e2", "1e", "", "\u00c9t\u00e9", "e\u0301te\u0301", "\u65e5\u672c",
         "1,000", "$20", "n/a", "inf", "0x10", "+3", "a-2.5b"]
REALS = ["1", "2.5", "-3", "1000", "1,000", "", "n/a", "1e3", "0.1", "0.2", "7.0", " 8 ", "5.", ".25"]
VALUES = TEXTS + ["Over 2.5 or so", "about -3", "1,000 people", "$ -.5", "LYON", 2, 2.5, 1000, 7.0, -3]


def coerce(value):
    if isinstance(value, (int, float)):
        return value
    try:
        return float(decimal.Decimal(value.replace(",", "")))
    except decimal.InvalidOperation:
        return float(NUMBER.findall(value)[0])


def execute(types, rows, query):
    base = sqlite3.connect(":memory:")
    columns = ", ".join(f"col{i} {t}" for i, t in enumerate(types))
    base.execute(f"CREATE TABLE t ({columns})")
    base.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(types))})", [[c.lower() for c in row] for row in rows])
    select = f"col{query['sel']}"
    if query["agg"]:
        select = f"{AGGREGATIONS[query['agg']]}({select})"
    clauses, values = [], {}
    for column, operator, value in query["conds"]:
        if isinstance(value, str):
            value = value.lower()
        if types[column] == "real":
            value = coerce(value)
        clauses.append(f"col{column} {OPERATORS[operator]} :col{column}")
        values[f"col{column}"] = value
    where = "WHERE " + " AND ".join(clauses) if clauses else ""
    return [row[0] for row in base.execute(f"SELECT {select} FROM t {where}", values)]


cases = []
for _ in range(60):
    types = [random.choice(["text", "real"]) for _ in range(random.randint(1, 3))]
    rows = [[random.choice(TEXTS if t == "text" else REALS) for t in types] for _ in range(random.randint(0, 6))]
    checks = []
    for _ in range(8):
        conditions = []
        for _ in range(random.choice([0, 1, 1, 1, 2])):
            column = random.randrange(len(types) + (random.random() < 0.03))
            cells = [row[column] for row in rows] if column < len(types) else []
            value = random.choice(cells) if cells and random.random() < 0.5 else random.choice(VALUES)
            conditions.append([column, random.choice([0, 0, 1, 2, 2, 3] if random.random() < 0.1 else [0, 1, 2]), value])
        query = {"sel": random.randrange(len(types)), "agg": random.randrange(6), "conds": conditions}
        try:
            result = execute(types, rows, query)
        except Exception:
            result = None
        checks.append([query, result])
    cases.append({"types": types, "rows": rows, "checks": checks})

path = pathlib.Path(__file__).parent / "table-queries.json"
path.write_text(json.dumps({"sqlite": sqlite3.sqlite_version, "cases": cases}, separators=(",", ":")) + "\n")
print(path.stat().st_size, "bytes,", sum(r is None for c in cases for _, r in c["checks"]), "errors of", sum(len(c["checks"]) for c in cases))
