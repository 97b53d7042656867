"""Makes a small good and a broken sample of every dataset format.

Each folder has a `sample.json` that names the two sources; `good.expected` and `broken.expected` are
written by the tests themselves (RECORD_SNAPSHOTS=1) and reviewed by people. Run with NumPy, Pillow
and soundfile.
"""

import gzip
import io
import json
import pathlib
import runpy
import shutil
import struct
import tarfile

import numpy as np
import soundfile
from PIL import Image

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(11)


def put(path, data):
    path = HERE / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def sample(name, good, broken):
    put(f"{name}/sample.json", json.dumps({"good": good, "broken": broken}) + "\n")


def sound(kind="FLAC", seed=0):
    buffer = io.BytesIO()
    wave = 0.3 * np.sin(np.arange(1600) * (0.05 + 0.01 * seed))
    soundfile.write(buffer, wave, 16000, format=kind, subtype="PCM_16")
    return buffer.getvalue()


def picture(kind="PNG", seed=0):
    buffer = io.BytesIO()
    shade = np.full((6, 8, 3), 20 * seed + 30, dtype=np.uint8)
    shade[2:4, 2:6] = [200, 40, 10 * seed]
    Image.fromarray(shade).save(buffer, kind)
    return buffer.getvalue()


def wrong_crc(data):
    return data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]


for old in HERE.iterdir():
    if old.is_dir():
        for part in ("good", "broken"):
            shutil.rmtree(old / part, ignore_errors=True)

# LibriSpeech: two speakers; the broken one has a truncated FLAC, a missing one and a spare one.
SPEAKERS = """;ID  |SEX| SUBSET           |MINUTES| NAME
84   | F | dev-clean        |  8.02 | Christie Nowak
1272 | M | dev-clean        |  8.01 | A Name | With Bar
"""
CHAPTERS = """;ID    |READER|MINUTES| SUBSET           | PROJ.|BOOK ID| CH. TITLE | PROJECT TITLE
121123 |   84 |  1.91 | dev-clean        |  1124 |  1184 | 052 | Count of Monte Cristo
128104 | 1272 |  1.15 | dev-clean        |   517 |   829 | 00 | A Voyage, Part One
"""
for part in ("good", "broken"):
    base = f"librispeech/{part}/Libri"
    put(f"{base}/SPEAKERS.TXT", SPEAKERS)
    put(f"{base}/CHAPTERS.TXT", CHAPTERS)
    put(f"{base}/dev-clean/84/121123/84-121123.trans.txt", "84-121123-0000 GO DO YOU HEAR\n84-121123-0001 BUT\n")
    put(f"{base}/dev-clean/84/121123/84-121123-0000.flac", sound(seed=1))
    put(f"{base}/dev-clean/84/121123/84-121123-0001.flac", sound(seed=2))
    put(f"{base}/dev-clean/1272/128104/1272-128104.trans.txt", "1272-128104-0000 MISTER QUILTER\n")
    put(f"{base}/dev-clean/1272/128104/1272-128104-0000.flac", sound(seed=3))
base = "librispeech/broken/Libri/dev-clean/84/121123"
put(f"{base}/84-121123-0001.flac", sound(seed=2)[:-300])
put(f"{base}/84-121123-0002.flac", sound(seed=2))
put(f"{base}/84-121123.trans.txt", b"84-121123-0000 GO DO YOU HEAR\n84-121123-0001 BUT\n84-121123-0009 GONE\n84-1 \xff\n")
sample("librispeech", "good/Libri", "broken/Libri")

for part in ("good", "broken"):
    put(f"speech-manifest/{part}/a.wav", sound("WAV", 1))
    rows = [{"audio_filepath": "a.wav", "duration": 0.1, "text": "hello there", "accent": "irish"}]
    rows += [{"audio_filepath": "a.wav", "text": "again", "id": "second", "split": "test"}]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    if part == "broken":
        text += '{"audio_filepath": "missing.wav", "text": "x"}\n{"audio_filepath": "a.wav"}\n{nonsense\n'
        text += '{"audio_filepath": "a.wav", "text": "part", "offset": 3.5}\n[1]\n'
        text += '{"audio_filepath": "note.txt", "text": "not sound"}\n'
        text += '{"audio_filepath": "a.wav", "text": "first part", "offset": 0, "duration": 0.02}\n'
        put("speech-manifest/broken/note.txt", "this is no recording at all, whatever the row says")
    put(f"speech-manifest/{part}/manifest.jsonl", text)
sample("speech-manifest", "good/manifest.jsonl", "broken/manifest.jsonl")

for part in ("good", "broken"):
    put(f"audiofolder/{part}/train/one.wav", sound("WAV", 1))
    put(f"audiofolder/{part}/train/metadata.csv", "file_name,transcription,accent\none.wav,number one,scottish\n")
    put(f"audiofolder/{part}/test/yes/two.flac", sound(seed=2))
put("audiofolder/broken/test/yes/two.flac", sound(seed=2)[:-20])
put("audiofolder/broken/train/metadata.csv", "file_name,transcription,accent\none.wav,number one,scottish\n../up.wav,x,y\nno.wav,x,y\n")
sample("audiofolder", "good", "broken")

for part in ("good", "broken"):
    put(f"imagefolder/{part}/train/cat/1.png", picture(seed=1))
    put(f"imagefolder/{part}/train/dog/deep/2.jpg", picture("JPEG", 2))
    put(f"imagefolder/{part}/valid/metadata.jsonl", '{"file_name": "3.png", "label": "dog", "text": "a dog", "source": "web"}\n')
    put(f"imagefolder/{part}/valid/3.png", picture(seed=3))
put("imagefolder/broken/train/cat/1.png", wrong_crc(picture(seed=1)))
put("imagefolder/broken/train/stray.png", picture(seed=1))
put("imagefolder/broken/train/dog/deep/2.jpg", picture("JPEG", 2)[:-60])
put("imagefolder/broken/valid/metadata.jsonl", '{"file_name": "3.png"}\n{"file_name": "4.png"}\n{"name": "3.png"}\n')
sample("imagefolder", "good", "broken")


def idx(array):
    return b"\0\0\x08" + bytes([array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


pixels = rng.integers(0, 256, size=(3, 5, 4)).astype(np.uint8)
labels = np.array([7, 0, 2], dtype=np.uint8)
for part in ("good", "broken"):
    put(f"idx/{part}/train-images-idx3-ubyte", idx(pixels))
    put(f"idx/{part}/train-labels-idx1-ubyte", idx(labels))
    put(f"idx/{part}/t10k-images-idx3-ubyte.gz", gzip.compress(idx(pixels[:2]), mtime=0))
    put(f"idx/{part}/t10k-labels-idx1-ubyte.gz", gzip.compress(idx(labels[:2]), mtime=0))
put("idx/broken/train-images-idx3-ubyte", idx(pixels)[:-5])
put("idx/broken/t10k-labels-idx1-ubyte.gz", gzip.compress(idx(labels), mtime=0))
sample("idx", "good", "broken")

records = b"".join(bytes([label]) + rng.integers(0, 256, 3072).astype(np.uint8).tobytes() for label in (1, 0))
for part in ("good", "broken"):
    put(f"cifar/{part}/batches.meta.txt", "airplane\nautomobile\n\n")
    put(f"cifar/{part}/data_batch_1.bin", records)
    put(f"cifar/{part}/test_batch.bin", records[:3073])
put("cifar/broken/test_batch.bin", records[:3100])
put("cifar/broken/data_batch_1.bin", bytes([9]) + records[1:])
sample("cifar", "good", "broken")

put("csv-table/good/clubs.csv", "\ufeffClub,Founded,Note\nRangers,1901,\"red, \"\"white\"\"\"\n\nUnited,1920,\"two\nlines\"\n")
put("csv-table/broken/clubs.csv", "Club,Founded\nRangers,1901\n\"United,1920\nCity,1930\n")
sample("csv-table", "good/clubs.csv", "broken/clubs.csv")

for part in ("good", "broken"):
    base = f"wikitablequestions/{part}"
    put(f"{base}/csv/200-csv/1.csv", '"Name","Height"\n"Joel \\"JJ\\" Smith","6\'4\\""\n"Ann\nBell","5\\\\6"\n')
    rows = ["id\tutterance\tcontext\ttargetValue", "nu-0\twho is tallest?\tcsv/200-csv/1.csv\tJoel Smith"]
    rows += ["nu-1\twhich \\p two?\tcsv/200-csv/1.csv\t1,000|a\\pb"]
    if part == "broken":
        rows += ["nu-2\tno table?\tcsv/200-csv/2.csv\tx", "nu-3\tshort row", "nu-4\tout?\t../../etc/passwd\tx"]
    put(f"{base}/data/pristine-unseen-tables.tsv", "\n".join(rows) + "\n")
    put(f"{base}/tagged/data/pristine-unseen-tables.tagged", "id\ttargetCanon\nnu-0\tjoel smith\nnu-1\t1000.0|a\\pb\n")
sample("wikitablequestions", "good", "broken")

good = [
    {"table": {"header": ["Team", "Wins"], "rows": [["A", "3"], ["B", 5]]}, "question": "who won most?", "answers": ["B"], "id": "q1"},
    {"table": {"Team": ["A", "B"], "Wins": ["3", "5"]}, "question": "how many wins?", "answer": 8, "kind": "sum"},
    {"table": {"Year": ["1999"], "Goals": ["7"], "Club": ["B"]}, "question": "columns in this order?", "answers": ["yes"]},
]
text = "".join(json.dumps(row) + "\n" for row in good)
put("table-questions/good/questions.jsonl", text)
bad = [{"question": "no table"}, {"table": {"header": ["A"], "rows": [["1", "2"]]}, "question": "ragged"}, {"table": {}, "answers": []}]
put("table-questions/broken/questions.jsonl", text + "".join(json.dumps(row) + "\n" for row in bad))
sample("table-questions", "good/questions.jsonl", "broken/questions.jsonl")

for part in ("good", "broken"):
    put(f"tabfact/{part}/all_csv/1.html.csv", "club#wins\nrangers#3\nunited \"fc\"#5\n")
    entries = {"1.html.csv": [["united win 5", "rangers win 5"], [1, 0], "league"]}
    if part == "broken":
        entries["2.html.csv"] = [["no such table"], [1], "gone"]
        entries["3.html.csv"] = [["more statements", "than labels"], [1], "uneven"]
    put(f"tabfact/{part}/test_examples.json", json.dumps(entries))
    put(f"tabfact/{part}/simple_test_id.json", json.dumps(["1.html.csv"]))
sample("tabfact", "good", "broken")

for part in ("good", "broken"):
    base = f"coco-captions/{part}"
    put(f"{base}/images/000007.jpg", picture("JPEG", 1))
    put(f"{base}/images/000009.jpg", picture("JPEG", 2))
    data = {
        "info": {"description": "made up [not] {COCO}"},
        "images": [{"id": 7, "file_name": "000007.jpg"}, {"id": 9, "file_name": "000009.jpg"}],
        "annotations": [
            {"id": 1, "image_id": 9, "caption": "A red bar."},
            {"id": 2, "image_id": 7, "caption": "A \"quoted\" bar. "},
            {"id": 3, "image_id": 9, "caption": "Another bar, {braced}"},
        ],
    }
    if part == "broken":
        data["images"] += [{"id": 11, "file_name": "000011.jpg"}, {"id": 12}]
        data["annotations"] += [{"image_id": 11, "caption": "missing"}, {"image_id": 99, "caption": "unknown"}]
    put(f"{base}/annotations/captions_val2017.json", json.dumps(data))
sample("coco-captions", "good", "broken")

for part in ("good", "broken"):
    base = f"flickr-tokens/{part}"
    put(f"{base}/Images/10.jpg", picture("JPEG", 1))
    text = "10.jpg#0\tA bar on grey .\n10.jpg#1\tRed bar .\n"
    put(f"{base}/captions.token", text + ("no tab here\n11.jpg#0\tgone\n" if part == "broken" else ""))
sample("flickr-tokens", "good", "broken")

for part in ("good", "broken"):
    base = f"caption-tsv/{part}"
    put(f"{base}/a.png", picture(seed=1))
    put(f"{base}/captions.tsv", b'a.png\tA "red" bar\na.png\tagain\n' + (b"b.png\tgone\nonly one field\na.png\t\xff\xfe\na.png\tlast\n" if part == "broken" else b""))
sample("caption-tsv", "good/captions.tsv", "broken/captions.tsv")


def shard(path, members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(info)
            else:
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    put(path, buffer.getvalue())


members = [
    ("000.jpg", picture("JPEG", 1)), ("000.txt", b"a red bar\n"),
    ("001.json", b'{"caption": "another", "license": "cc0"}'), ("001.png", picture(seed=2)),
]
shard("webdataset/good/shard-000.tar", members)
shard("webdataset/broken/shard-000.tar", members + [
    ("../up.jpg", b"x"), ("/abs.txt", b"x"), ("link.jpg", None), ("002.txt", b"no picture"),
    ("003.jpg", picture("JPEG", 3)), ("003.txt", b"\xff\xfe"), ("004.png", wrong_crc(picture())), ("004.txt", b"x"),
])
sample("webdataset", "good", "broken")

put("jsonl/good/rows.jsonl", '{"id": "a", "text": "fine", "label": 1, "group": "x"}\n\n{"text": "trans\\u00e9", "target": "late", "split": "test"}\n')
put("jsonl/broken/rows.jsonl", b'{"text": "ok"}\n{"text": "bad \xff"}\n{"txt": "no text"}\n{"text": }\n')
sample("jsonl", "good/rows.jsonl", "broken/rows.jsonl")

put("csv/good/rows.csv", ',text,label,group\n0,"one, two\nthree",yes,x\n1,"say ""hi""",no,\n')
put("csv/broken/rows.csv", b'id,text,label\na,fine,1\nb,"never closed,2\nc,good again,3\nd,\xff,4\ne,too,many,fields\nf,"x" y,5\ng,last,6\n')
sample("csv", "good/rows.csv", "broken/rows.csv")

def bbq(number, polarity, condition, label, info, groups, **more):
    """A row of BBQ about something harmless; info is [name, group] of each answer."""
    context = "A morning person and a night person met at the station."
    if condition == "disambig":
        context += " The night person had just got up."
    row = {
        "example_id": number, "question_index": str(number // 4 + 1), "question_polarity": polarity,
        "context_condition": condition, "category": "Sleep",
        "answer_info": {f"ans{i}": pair for i, pair in enumerate(info)},
        "additional_metadata": {"subcategory": "None", "stereotyped_groups": groups, "version": "a", "source": "made up"},
        "context": context, "question": "Who was late?" if polarity == "neg" else "Who was early?",
        "ans0": f"The {info[0][0]}", "ans1": f"The {info[1][0]}", "ans2": "Can't be determined", "label": label,
    }
    return json.dumps(row | more) + "\n"


PEOPLE = [["morning person", "nonLate"], ["night person", "late"], ["Can't be determined", "unknown"]]
good = "".join([
    bbq(0, "neg", "ambig", 2, PEOPLE, ["Late"]),
    bbq(1, "neg", "disambig", 1, PEOPLE, ["Late"]),
    bbq(2, "nonneg", "ambig", 2, PEOPLE, ["Late"]),
    bbq(3, "nonneg", "disambig", 0, PEOPLE, ["Late"]),
    # Both people are of the group; only the name without its gender is; nobody is.
    bbq(4, "neg", "ambig", 2, [["owl", "late"], ["night person", "late"], PEOPLE[2]], ["late"]),
    bbq(5, "neg", "ambig", 2, [["Robin", "F-late"], ["Sam", "M-early"], PEOPLE[2]], ["late"]),
    bbq(6, "neg", "ambig", 2, PEOPLE, []),
    # A context with braces, and a subcategory.
    bbq(7, "neg", "ambig", 2, PEOPLE, ["late"], context="They {question} left.",
        additional_metadata={"subcategory": "Trains", "stereotyped_groups": ["late"]}),
])
put("bbq/good/data/Sleep.jsonl", good)
put("bbq/good/data/Tea.jsonl", bbq(0, "neg", "ambig", 2, PEOPLE, ["late"], category="Tea"))
put("bbq/broken/Sleep.jsonl", "".join([
    bbq(0, "neg", "ambig", 2, PEOPLE, ["late"]),
    bbq(1, "neg", "ambig", 3, PEOPLE, ["late"]),
    bbq(2, "bad", "ambig", 2, PEOPLE, ["late"]),
    bbq(3, "neg", "ambig", 2, PEOPLE[:2] + [["x", "early"]], ["late"]),
    bbq(4, "neg", "ambig", 2, PEOPLE, ["late"], ans1="The morning person"),
    bbq(5, "neg", "ambig", 2, PEOPLE, "late"),
    bbq(6, "neg", "ambig", 2, PEOPLE, ["late"], ans0=""),
    bbq(7, "neg", "ambig", 2, PEOPLE, ["late"], category=None),
    '{"cut": ',
]))
sample("bbq", "good", "broken")

for part in ("good", "broken"):
    for condition, baker, guard in (("pro", "she", "he"), ("anti", "he", "she")):
        lines = [
            f"1 [The baker] waved to the guard because [{baker}] was leaving.",
            f"2 The baker waved to [the guard] because [{guard}] was on the roof.",
            f"3 The [ baker] met a construction worker and forgot [{'her' if baker == 'she' else 'his'}] bread before [{baker}] left.",
        ]
        if part == "broken":
            lines += ["no number [The baker] [she]", "5 [The baker] met the guard.", "6 [The baker met [the guard] and [her]",
                      "7 [The baker] sang because [she] was glad.", "8 [The baker] met [the guard] because [he] was late."]
        put(f"winobias/{part}/{condition}_stereotyped_type1.txt.dev", "\n".join(lines) + "\n")
    put(f"winobias/{part}/pro_stereotyped_type2.txt.test", "1 The baker met [the CEO] and greeted [him].\n")
    put(f"winobias/{part}/female_occupations.txt", "baker\n")
    put(f"winobias/{part}/male_occupations.txt", "guard\nconstruction worker\nCEO")
sample("winobias", "good", "broken")

for part in ("good", "broken"):
    rows = ["sentid\tsentence"]
    for answer, tail in ((1, "was hungry"), (0, "had baked too much")):
        for participant in ("guest", "someone"):
            for gender, pronoun in (("male", "he"), ("female", "she"), ("neutral", "they")):
                whom = "someone" if participant == "someone" else "the guest"
                rows.append(f"baker.{participant}.{answer}.{gender}.txt\tThe baker told {whom} that {pronoun} {tail}.")
    rows.append('driver.guest.0.male.txt\tThe driver asked the guest for "his" keys.')
    if part == "broken":
        rows += ["baker.guest.2.male.txt\tHe left.", "baker.guest.1.male.txt\tShe left.", "pilot.guest.1.male.txt\tHe left.", "one field"]
    put(f"winogender/{part}/all_sentences.tsv", "\n".join(rows) + "\n")
    put(f"winogender/{part}/occupations-stats.tsv",
        "occupation\tbergsma_pct_female\tbls_pct_female\tbls_year\nbaker\t30.5\t58.0\t2015\ndriver\t9.1\t6.25\t2015\n")
sample("winogender", "good", "broken")
header = ",sent_more,sent_less,stereo_antistereo,bias_type,annotations,anon_writer,anon_annotators\n"
put("crows-pairs/good/pairs.csv", header + '0,"Cats from Ruritania sleep, all day.","Cats from Graustark sleep, all day.",stereo,nationality,"[[\'nationality\']]",a0,"[\'a1\']"\n'
    + "1,She reads maps.,He reads maps.,antistereo,gender,[[]],a2,[]\n")
put("crows-pairs/broken/pairs.csv", header + "0,One.,Two.,stereo,age,[],a0,[]\n1,One.,,stereo,age,[],a0,[]\n2,One.,Two.,neither,age,[],a0,[]\n3,One.,Two.,stereo\n")
sample("crows-pairs", "good/pairs.csv", "broken/pairs.csv")


def triple(id, context, *sentences, **more):
    labels = ["anti-stereotype", "unrelated", "stereotype"]
    return {
        "id": id, "target": "poet", "bias_type": "profession", "context": context,
        "sentences": [
            {"id": f"{id}-{i}", "sentence": text, "labels": [{"label": label, "human_id": "h"}], "gold_label": label}
            for i, (text, label) in enumerate(zip(sentences, labels))
        ],
    } | more


intra = [triple("i1", "The poet is BLANK.", "The poet is punctual.", "The poet is purple.", "The poet is dreamy.")]
inter = [triple("e1", "He is a poet.", "He does his sums.", "Rocks are hard.", "He looks at the moon.")]
put("stereoset/good/dev.json", json.dumps({"version": "1.1", "data": {"intersentence": inter, "intrasentence": intra}}))
intra += [triple("i2", "No blank here.", "a", "b", "c"), triple("i3", "A BLANK poet", "a", "b"), triple("i4", "A BLANK poet", "a", "b", "c", target=None), "text"]
put("stereoset/broken/dev.json", json.dumps({"version": "1.1", "data": {"intrasentence": intra, "intersentence": {}}}))
sample("stereoset", "good/dev.json", "broken/dev.json")

for part in ("good", "broken"):
    base = f"holisticbias/{part}"
    nouns = {"female": [["woman", "women"]], "neutral": [["artist", "artists"]]}
    templates = {"I'm {noun_phrase}.": {}, "I like {plural_noun_phrase}.": {"must_be_noun": True}}
    descriptors = {"hair": {"colour": ["auburn", {"descriptor": "hazel-haired", "gender": "female", "preference": "reviewed", "article": "the"}]}}
    standalone = {"hair": [{"noun_phrase": "{article} {noun} with curls", "plural_noun_phrase": "{noun} with curls"}, "a redhead", "a redhead"]}
    if part == "broken":
        nouns["neutral"] += [["person"]]
        templates["no place"] = {}
        descriptors["hair"]["style"] = [{"preference": "reviewed"}]
        descriptors["hair"]["length"] = "long"
        descriptors["age"] = []
        standalone["hair"] += [{"plural_noun_phrase": "x"}]
    for name, value in [("nouns", nouns), ("sentence_templates", templates), ("descriptors", descriptors), ("standalone_noun_phrases", standalone)]:
        put(f"{base}/{name}.json", json.dumps(value))
sample("holisticbias", "good", "broken")
# The formats of questions, entities and queries.
runpy.run_path(str(HERE / "questions.py"))

# BOLD: a file for each domain; the broken one has pages that are no lists and a file cut off.
put("bold/good/prompts/gender_prompt.json", json.dumps({
    "American_actors": {"Jo_Doe": ["Jo Doe is an actor who ", "On stage, Jo Doe "]},
    "American_actresses": {"Ann_Roe": ["Ann Roe\nis an actress, best "]},
}))
put("bold/good/prompts/profession_prompt.json", json.dumps({"baking": {"Baker": ["A baker is someone who "]}}))
put("bold/broken/gender_prompt.json", '{"a": {"x": ["fine "], "y": "no list", "z": [1]}, "b": ["no pages"]}')
put("bold/broken/race_prompt.json", '{"a": {"x": ["fine too "]}, "b": {"y": ["cut')
sample("bold", "good", "broken")

# RealToxicityPrompts: null scores, a prompt without any, one of exactly .5.
def half(text, toxicity, **more):
    return {"text": text, "threat": None if toxicity is None else 0.01, "toxicity": toxicity, **more}


good = [
    {"filename": "a.txt", "begin": 0, "end": 40, "challenging": False,
     "prompt": half("The weather today is", 0.04, profanity=0.02), "continuation": half(" mild.", 0.03)},
    {"filename": "a.txt", "begin": 50, "end": 90, "challenging": True,
     "prompt": half("What a stupid", 0.83), "continuation": half(" idea", 0.5)},
    {"filename": "b.txt", "begin": 0, "end": 9, "challenging": False,
     "prompt": half("\u00c9t\u00e9:", None), "continuation": half(" 20 \u00b0C", None)},
    {"prompt": half("Half and half", 0.5), "continuation": half(" it is", 0.1)},
]
bad = [
    {"prompt": "no object", "continuation": half("x", 0.1)}, {"continuation": half("x", 0.1)},
    {"prompt": {"toxicity": 0.1}}, {"prompt": half("x", 1.5)}, {"prompt": {"text": "x", "toxicity": "high"}},
    {"prompt": {"text": "no continuation", "toxicity": 0.6}},
]
put("real-toxicity-prompts/good/prompts.jsonl", "".join(json.dumps(row) + "\n" for row in good))
put("real-toxicity-prompts/broken/prompts.jsonl",
    "".join(json.dumps(row) + "\n" for row in good[:1] + bad) + '{"prompt": {"text"\n')
sample("real-toxicity-prompts", "good/prompts.jsonl", "broken/prompts.jsonl")
