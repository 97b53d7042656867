"""Encodes real tables with TapasTokenizer, so that `TableDifferentialTests` can compare.

    OMP_NUM_THREADS=1 python differential.py OUT --wikitablequestions DIR --tabfact DIR [--pairs 600] [--seed 1]
    ASSAY_TABLE_CASES=OUT swift test --filter TableDifferentialTests

DIR are the datasets' own folders (csv/ and data/*.tsv; all_csv/ and *_examples.json). OUT gets a vocabulary
trained on the tables, tokenizer_config.json and cases.jsonl. Needs transformers 4.49.0, tokenizers, pandas < 3.
"""
import argparse, glob, json, os, random, time, warnings
import pandas as pd
from tokenizers import BertWordPieceTokenizer
from transformers import TapasTokenizer

warnings.simplefilter("ignore")
arguments = argparse.ArgumentParser()
arguments.add_argument("out")
arguments.add_argument("--wikitablequestions")
arguments.add_argument("--tabfact")
arguments.add_argument("--pairs", type=int, default=600)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--vocabulary", type=int, default=6000)
options = arguments.parse_args()
dice = random.Random(options.seed)


def wikitable(path):
    """Comma-separated, every field quoted, with backslashes before quotes."""
    rows, field, row, quoted = [], "", [], False
    text = open(path, encoding="utf-8", newline="").read()
    index = 0
    while index < len(text):
        c = text[index]
        if quoted and c == "\\" and index + 1 < len(text):
            index += 1
            field += text[index]
        elif c == '"':
            quoted = not quoted
        elif c == "," and not quoted:
            row.append(field); field = ""
        elif c == "\n" and not quoted:
            rows.append(row + [field.rstrip("\r")]); row, field = [], ""
        else:
            field += c
        index += 1
    if field or row: rows.append(row + [field])
    return rows


def table(rows):
    header, width = rows[0], len(rows[0])
    return dict(header=header, rows=[(row + [""] * width)[:width] for row in rows[1:]])


pairs = []
if options.wikitablequestions:
    for path in sorted(glob.glob(options.wikitablequestions + "/data/*.tsv")):
        for line in open(path, encoding="utf-8").read().split("\n")[1:]:
            parts = line.split("\t")
            file = f"{options.wikitablequestions}/{parts[2]}" if len(parts) > 2 else ""
            if os.path.exists(file): pairs.append((file, parts[1]))
if options.tabfact:
    for path in glob.glob(options.tabfact + "/*_examples.json"):
        for name, (statements, *_) in json.load(open(path)).items():
            file = f"{options.tabfact}/all_csv/{name}"
            if os.path.exists(file): pairs += [(file, statement) for statement in statements]
dice.shuffle(pairs)
# Each table once before any a second time.
seen, first, rest = set(), [], []
for pair in pairs:
    (rest if pair[0] in seen else first).append(pair)
    seen.add(pair[0])
pairs = (first + rest)[:options.pairs]
tables = {}
for file, _ in pairs:
    if file in tables: continue
    if file.endswith(".html.csv"):
        tables[file] = table([line.split("#") for line in open(file, encoding="utf-8").read().rstrip("\n").split("\n")])
    else:
        tables[file] = table(wikitable(file))

os.makedirs(options.out, exist_ok=True)
trained = BertWordPieceTokenizer(lowercase=True)
texts = [text for value in tables.values() for row in [value["header"], *value["rows"]] for text in row] + [question for _, question in pairs]
trained.train_from_iterator(texts, vocab_size=options.vocabulary, show_progress=False,
                            special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EMPTY]"])
trained.save_model(options.out)
tokenizer = TapasTokenizer(options.out + "/vocab.txt", model_max_length=512)
tokenizer.save_pretrained(options.out)

seconds, refused = 0, 0
with open(options.out + "/cases.jsonl", "w") as file:
    for name, question in pairs:
        value = tables[name]
        limit = dice.choice([None, None, None, 64, 128, 256])
        case = dict(name=os.path.basename(name), table=value, question=question, limit=limit)
        frame = pd.DataFrame(value["rows"], columns=value["header"]).astype(str)
        start = time.perf_counter()
        try:
            output = tokenizer(frame, question, truncation="drop_rows_to_fit", max_length=limit or 512)
            case["ids"] = output["input_ids"]
            case["types"] = [list(kind) for kind in zip(*output["token_type_ids"])]
        except ValueError as error:
            case["refused"] = str(error)
            refused += 1
        seconds += time.perf_counter() - start
        file.write(json.dumps(case) + "\n")
print(f"{len(pairs)} pairs over {len(tables)} tables, {refused} refused; the reference took {seconds:.1f} s, "
      f"{len(pairs) / seconds:.1f} tables a second")
