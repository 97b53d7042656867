"""Questions over tables as TAPAS reads them: what TapasTokenizer gives, many times faster.

Only for plain ASCII texts and tables that are not cut; `differences` holds it against TapasTokenizer.
"""

import functools
import re
import string

import numpy as np
from transformers.models.tapas.tokenization_tapas import (
    DATE_TYPE,
    EMPTY_TEXT,
    Relation,
    WordpieceTokenizer,
    _consolidate_numeric_values,
    _get_value_type,
    format_text,
    get_numeric_relation,
    get_numeric_sort_key_fn,
    normalize_for_match,
    parse_text,
)

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EMPTY]"]
WORD = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
EQUAL = Relation.EQ.value


def learn_vocabulary(texts, size: int) -> list[str]:
    """A WordPiece vocabulary: digits in pairs, every character by itself, and no plural beside its singular."""
    from tokenizers import BertWordPieceTokenizer

    learner = BertWordPieceTokenizer(lowercase=True)
    learner.train_from_iterator(
        (re.sub(r"[0-9]", " ", text) for text in texts),
        vocab_size=size,
        min_frequency=3,
        special_tokens=SPECIAL,
        limit_alphabet=200,
        show_progress=False,
    )
    pieces = learner.get_vocab()
    characters = string.ascii_lowercase + string.digits
    fixed = SPECIAL + sorted(set(string.printable[:94].lower())) + ["##" + character for character in characters]
    pairs = [f"{prefix}{number:02}" for prefix in ("", "##") for number in range(100)]
    learned = [piece for piece in sorted(pieces, key=pieces.get) if piece not in fixed]
    # "pages" is to be read as "page" and "s", so that either finds the other.
    kept = set(pieces) | set(fixed)
    learned = [
        piece for piece in learned if not (piece.endswith("s") and len(piece.strip("#")) > 1 and piece[:-1] in kept)
    ]
    return fixed + pairs + learned


class Encoder:
    def __init__(self, vocabulary: list[str]):
        self.ids = {token: index for index, token in enumerate(vocabulary)}
        self.pieces = WordpieceTokenizer(self.ids, "[UNK]")
        self.word = functools.lru_cache(200_000)(lambda word: [self.ids[piece] for piece in self.pieces.tokenize(word)])
        self.values = functools.lru_cache(200_000)(
            lambda text: [value for span in parse_text(normalize_for_match(text)) for value in span.values]
        )

    def text(self, text: str) -> list[int]:
        assert text.isascii()
        if not any(map(str.isalnum, text)) and format_text(text) == EMPTY_TEXT:
            return [self.ids["[EMPTY]"]]
        return [piece for word in WORD.findall(text.lower()) for piece in self.word(word)]

    def table(self, header: list[str], rows: list[list[str]]) -> "EncodedTable":
        return EncodedTable(self, header, rows)


class EncodedTable:
    """A table, read once for all questions over it."""

    def __init__(self, encoder: Encoder, header, rows):
        self.encoder, self.height, self.width = encoder, len(rows), len(header)
        self.numbers = [
            _consolidate_numeric_values(
                {row: list(encoder.values(cells[column])) for row, cells in enumerate(rows)}, 0.7, None
            )
            for column in range(self.width)
        ]
        ranks = [self.ranks(numbers) for numbers in self.numbers]
        tokens = []
        for row, cells in enumerate([header, *rows]):
            for column, cell in enumerate(cells):
                rank, inverse = ranks[column].get(row - 1, (0, 0))
                for place, piece in enumerate(encoder.text(cell)):
                    tokens.append((piece, 1, column + 1, row, 0, rank, inverse, 0, place))
        self.tokens = np.array(tokens, np.int64)

    @staticmethod
    def ranks(numbers) -> dict:
        if not numbers:
            return {}
        try:
            key = get_numeric_sort_key_fn(numbers.values())
        except ValueError:
            return {}
        keys = {row: key(value) for row, value in numbers.items()}
        order = {value: rank for rank, value in enumerate(sorted(set(keys.values())))}
        return {row: (order[value] + 1, len(order) - order[value]) for row, value in keys.items()}

    def relations(self, question: str):
        """For each cell the bits of its comparisons with the question's numbers; None without any."""
        bits = np.zeros((self.height + 1, self.width + 1), np.int64)
        for value in self.encoder.values(question):
            kind = _get_value_type(value)
            for column, numbers in enumerate(self.numbers):
                if not numbers or _get_value_type(next(iter(numbers.values()))) != kind:
                    continue
                try:
                    key = get_numeric_sort_key_fn([*numbers.values(), value] if kind == DATE_TYPE else [value])
                except ValueError:
                    continue
                for row, cell in numbers.items():
                    bits[row + 1, column + 1] |= 1 << get_numeric_relation(value, cell, key).value - EQUAL
        return bits

    def question(self, question: str) -> np.ndarray:
        """A row for each token: its id, the seven types, and its place in its cell."""
        ids = [self.encoder.ids["[CLS]"], *self.encoder.text(question), self.encoder.ids["[SEP]"]]
        head = np.zeros((len(ids), 9), np.int64)
        head[:, 0] = ids
        head[:, 8] = np.arange(len(ids))
        table = self.tokens.copy()
        table[:, 7] = self.relations(question)[table[:, 3], table[:, 2]]
        return np.concatenate([head, table])


def differences(tokenizer, encoder: Encoder, examples) -> int:
    """How many of (header, rows, question) are encoded otherwise than by TapasTokenizer."""
    import pandas

    wrong = 0
    for header, rows, question in examples:
        frame = pandas.DataFrame(rows, columns=header).astype(str)
        expected = tokenizer(frame, question, truncation="drop_rows_to_fit")
        found = encoder.table(header, rows).question(question)
        wrong += found[:, 0].tolist() != expected["input_ids"] or found[:, 1:8].tolist() != expected["token_type_ids"]
    return wrong
