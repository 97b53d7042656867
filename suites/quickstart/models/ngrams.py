"""An n-gram model of bytes with Witten and Bell's interpolation (1991): the baseline of starter-gpt2.

Needs numpy. A context that was followed by c bytes, d of them different, gives d / (c + d) of its
probability to the next shorter context; the shortest gives its to 1/256 for every byte.
"""

import math

import numpy as np


class WittenBell:
    def __init__(self, text: bytes, order: int):
        """Counts all n-grams of up to `order` bytes; 8 at the most, since they are kept as integers."""
        self.order = order
        data = np.frombuffer(text, np.uint8).astype(np.uint64)
        self.seen: list[dict[int, int]] = []
        self.follow: list[dict[int, tuple[int, int]]] = []
        for length in range(1, order + 1):
            grams = np.zeros(len(data) - length + 1, np.uint64)
            for offset in range(length):
                grams = (grams << np.uint64(8)) | data[offset : len(data) - length + 1 + offset]
            unique, counts = np.unique(grams, return_counts=True)
            contexts, first, different = np.unique(unique >> np.uint64(8), return_index=True, return_counts=True)
            total = np.add.reduceat(counts, first)
            self.seen.append(dict(zip(unique.tolist(), counts.tolist())))
            self.follow.append(dict(zip(contexts.tolist(), zip(total.tolist(), different.tolist()))))

    def bits(self, text: bytes) -> float:
        """What the text costs, beginning without any context."""
        total = 0.0
        for at, byte in enumerate(text):
            probability, context = 1 / 256, 0
            for length in range(min(at + 1, self.order)):
                if length:
                    context |= text[at - length] << (8 * (length - 1))
                known = self.follow[length].get(context)
                if known is None:
                    break  # no longer context was seen either
                count, different = known
                hits = self.seen[length].get(context << 8 | byte, 0)
                probability = (hits + different * probability) / (count + different)
            total -= math.log2(probability)
        return total
