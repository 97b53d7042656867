"""Compares the tokenizers of folders with the reference's, over random texts.

    TOKENIZERS_PARALLELISM=false python parity.py --program ../../../.build/release/assay [--count N] [--seed S] [FOLDER...]

Without folders, those beside this script. Needs tokenizers 0.21.4 and transformers 4.49.0. Prints the first
differences of each folder, and ends with status 1 if there is any.
"""
import argparse, json, logging, os, random, subprocess, sys
from transformers import AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = """the of and photo cat dog house tokenizer unbelievable it's we're don't I'LL they've HE'S café naïve Zürich Привет мир Ελλάδα ΣΑΣ İstanbul
שלום مرحبا नमस्ते 日本語 漢字 テキスト 한국어 ที่ 1234 3.14 1,000 <s> </s> <mask> [MASK] [CLS] [NEW] <|endoftext|> <|ENDOFTEXT|> newword NEWWORD 👍🏽 👩‍👩‍👧 🇨🇭 ﬁ ½ Ａ e\u0301 ｶﾞ ▁ ##ing <0x41> <unk> Ġ Ünïcödé""".split()
GAPS = [" "] * 8 + ["", "", "  ", "\n", "\t", "\r\n", "\u00a0", "\u3000", "\u200b", ", ", ". ", " - ", "\n\n  "]
BLOCKS = [(0x20, 0x7F)] * 6 + [(0, 0x20), (0x80, 0x250), (0x250, 0x370), (0x300, 0x370), (0x370, 0x530), (0x530, 0x780), (0x900, 0xE80), (0x1100, 0x1200),
          (0x1AB0, 0x1B00), (0x1D00, 0x2100), (0x2000, 0x2070), (0x20D0, 0x2800), (0x2E80, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0), (0xF900, 0x10000),
          (0x10000, 0x12000), (0x1D000, 0x1F000), (0x1F000, 0x1FB00), (0x20000, 0x30000), (0xE0000, 0xE01F0), (0x80, 0x110000)]


def character(r):
    while True:
        c = r.randrange(*r.choice(BLOCKS))
        if not 0xD800 <= c < 0xE000:
            return chr(c)


def text(r):
    kind = r.randrange(4)
    if kind == 0:
        return "".join(r.choice(WORDS) + r.choice(GAPS) for _ in range(r.randrange(12)))
    if kind == 1:
        return "".join(character(r) for _ in range(r.randrange(40)))
    if kind == 2:
        block = r.choice(BLOCKS)
        return "".join(c for c in (chr(r.randrange(*block)) for _ in range(r.randrange(40))) if not 0xD800 <= ord(c) < 0xE000)
    parts = []
    for _ in range(r.randrange(10)):
        word = list(r.choice(WORDS))
        for _ in range(r.randrange(3)):
            word.insert(r.randrange(len(word) + 1), character(r))
        parts += ["".join(word) * r.choice([1, 1, 1, 1, 30]), r.choice(GAPS)]
    return "".join(parts)


def compare(folder, program, count, seed):
    reference = AutoTokenizer.from_pretrained(folder)
    assert reference.is_fast, folder
    r = random.Random(f"{seed} {os.path.basename(folder.rstrip('/'))}")
    lines = [dict(text=text(r), **(dict(pair=text(r) or "x") if r.random() < 0.1 else {})) for _ in range(count)]
    result = subprocess.run(program + ["--model", folder], input="".join(json.dumps(x) + "\n" for x in lines), capture_output=True, text=True)
    outputs = [json.loads(x) for x in result.stdout.split("\n") if x]
    if len(outputs) != count:
        print(f"{folder}: {len(outputs)} answers to {count} texts: {result.stderr[-300:]}")
        return 1
    bad = 0
    for line, found in zip(lines, outputs):
        e = reference(line["text"], line.get("pair"), return_offsets_mapping=True, return_token_type_ids=True)
        expected = dict(ids=e["input_ids"], tokens=reference.convert_ids_to_tokens(e["input_ids"]), offsets=[list(x) for x in e["offset_mapping"]],
                        types=e["token_type_ids"], decoded=reference.decode(e["input_ids"]), text=reference.decode(e["input_ids"], skip_special_tokens=True))
        for key, value in expected.items():
            if found.get(key) != value:
                bad += 1
                if bad <= 3:
                    print(f"{folder}: {key} of {ascii(line)}\n  expected {ascii(value)}\n  found    {ascii(found.get(key, found))}")
                break
    print(f"{os.path.basename(folder.rstrip('/'))}: {count} texts, {bad} differ")
    return bad


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folders", nargs="*")
    arguments = parser.parse_args()
    program = arguments.program.split() + ["tokenize", "--json-lines"]
    folders = arguments.folders or sorted(os.path.join(HERE, d) for d in os.listdir(HERE) if os.path.isdir(os.path.join(HERE, d)) and d[0] not in "._")
    sys.exit(any([compare(f, program, arguments.count, arguments.seed) for f in folders]))
