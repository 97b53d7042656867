"""What vaderSentiment 3.3.2 says of sentences, and the lexicon that Assay embeds.

python vader.py [FOLDER [COUNT]] writes vader.json to the folder, or here, with COUNT random sentences;
python vader.py lexicon writes Sources/Scoring/Lexicons from the package's own files. Run with
vaderSentiment==3.3.2.
"""

import json
import pathlib
import random
import sys

import vaderSentiment
from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

HERE = pathlib.Path(__file__).parent
PACKAGE = pathlib.Path(vaderSentiment.__file__).parent
analyzer = SentimentIntensityAnalyzer()


def lexicon():
    """The words that can be met (in lower case, without spaces), a line for each valence."""
    lines = {}
    for word, valence in analyzer.lexicon.items():
        if word == word.lower() and " " not in word:
            lines.setdefault(valence, []).append(word)
    folder = HERE.parents[2] / "Sources/Scoring/Lexicons"
    rows = ["\t".join([f"{v:g}"] + sorted(words)) for v, words in sorted(lines.items())]
    (folder / "vader_valences.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    # A text is read one code point at a time, so pictures of several are never found.
    emoji = sorted((e, d) for e, d in analyzer.emojis.items() if len(e) == 1)
    rows = [f"{e}\t{d}" for e, d in emoji]
    (folder / "vader_emoji.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


WRITTEN = [
    "", " ", "!", "???", "a", "no", "NO", ":)", ":D", ":(", "<3", "Ok.", "GOOD", "but", "good but bad",
    "VADER is smart, handsome, and funny.", "VADER is smart, handsome, and funny!",
    "VADER is very smart, handsome, and funny.", "VADER is VERY SMART, handsome, and FUNNY.",
    "VADER is VERY SMART, handsome, and FUNNY!!!", "VADER is not smart, handsome, nor funny.",
    "The book was good.", "At least it isn't a horrible book.", "The book was only kind of good.",
    "The plot was good, but the characters are uncompelling and the dialog is not great.",
    "Today SUX!", "Today only kinda sux! But I'll get by, lol", "Make sure you :) or :D today!",
    "Catch utf-8 emoji such as 💘 and 💋 and 😁", "Not bad at all",
    "It was the least good thing", "at least good", "very least good", "least good",
    "It is a kiss of death for the good plan", "We waited at the bus stop for a great ride",
    "yeah right that is a good idea", "food to die for and good", "a beating heart is great",
    "that party was the bomb", "she never so loved it", "never this good", "without doubt great",
    "without a doubt good", "no good reason", "no or good", "no problem, no good, no fun",
    "he is not really very happy", "I do not in any way love it", "it's so so SO good",
    "GREAT day", "GREAT DAY", "really? good?", "good??", "good???", "good????", "good!!!!!!!",
    "😀😀 fine", "nice😀day", "☺ hello ☹", "👍🏽 good", "a\tgood\nbook\u00a0and\u3000great",
    "ｇｏｏｄ good", "café très GOOD", "É GOOD good", "ΣΑΣ good", "ǅ GOOD", "123 GOOD 45 ok",
    "good, good, good but good, good", "bad but bad but bad", "BUT good But bad", "good but",
    "don't like it", "can't stand it", "isn\u2019t good", "n't good", "hate hate love but love hate",
    "kind of good", "KIND OF GOOD but kind", "sort of a good one", "a sort of good", "one just enough good",
    "*great*", "\"great\"", "(good)", "--good--", "g.o.o.d", "...good...", "'good'", "o_O O_o :-) good",
    "hardly any good", "scarcely EVER good", "MARGINALLY good", "EXTREMELY bad", "the extremely BAD",
]

WORDS = """good great bad horrible love hate fun happy sad nice awful best worst smart funny ugly beautiful
    win loss hope fear calm angry proud lonely friend enemy gift war peace joy pain ok lol sux yay meh
    no well like care safe risk free gloomy brilliant clever stupid useful useless""".split()
PLAIN = """the a is was it he they this so doubt book day ride plan of in or nor at any least very this stop
    heart bus kind sort mustard 42 É naïve über straße""".split()
MARKS = ["", "", "", "", ".", ",", "!", "!!", "?", "??", "???", "...", ";", "'", '"', ")", "-", "!?"]
SIGNS = [":)", ":(", ":-)", ":D", ":P", "<3", ";)", ":/", "💘", "😁", "😢", "☺", "❤", "👍", "🏽", "x3"]
RUDE = ("fu", "fr", "shit", "ass", "effing", "hella", "flippin")


def tidy(words):
    return [w for w in words if not any(part in w for part in RUDE)]


def sentence(rng, everything):
    pools = [
        sorted(analyzer.lexicon) if everything else WORDS, PLAIN,
        sorted(BOOSTER_DICT) if everything else tidy(sorted(BOOSTER_DICT)), sorted(NEGATE),
        sorted(SPECIAL_CASES) if everything else tidy(sorted(SPECIAL_CASES)), SIGNS, ["but"],
        sorted(analyzer.emojis) if everything else SIGNS,
    ]
    words = []
    for _ in range(rng.randrange(1, 14)):
        word = rng.choice(rng.choices(pools, [30, 30, 12, 12, 5, 5, 4, 2])[0])
        shape = rng.random()
        if shape < 0.15:
            word = word.upper()
        elif shape < 0.25:
            word = word.capitalize()
        words.append(word + rng.choice(MARKS))
    return rng.choice([" ", " ", " ", " ", "  ", "\n", ""] if rng.random() < 0.1 else [" "]).join(words)


def rows(sentences):
    found = []
    for text in sentences:
        scores = analyzer.polarity_scores(text)
        found.append([text] + [scores[name] for name in ("neg", "neu", "pos", "compound")])
    return found


if sys.argv[1:] == ["lexicon"]:
    lexicon()
else:
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 260
    rng = random.Random(5)
    sentences = WRITTEN + [sentence(rng, len(sys.argv) > 1) for _ in range(count)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows(sentences))
    (folder / "vader.json").write_text("[\n" + lines + "\n]\n", encoding="utf-8")
