"""Makes the samples of the formats of questions, entities and queries.

Run by generate.py, or alone. Everything in them is made up.
"""

import io
import json
import pathlib
import shutil

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent


def put(path, data):
    path = HERE / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)


def sample(name, good, broken):
    put(f"{name}/sample.json", json.dumps({"good": good, "broken": broken}) + "\n")


def picture(seed):
    buffer = io.BytesIO()
    shade = np.full((6, 8, 3), 20 * seed + 30, dtype=np.uint8)
    shade[2:4, 2:6] = [200, 40, 10 * seed]
    Image.fromarray(shade).save(buffer, "PNG")
    return buffer.getvalue()


for name in ("squad", "vqa", "text-vqa", "doc-vqa", "conll", "wikisql"):
    for part in ("good", "broken"):
        shutil.rmtree(HERE / name / part, ignore_errors=True)

# SQuAD: version 2 with a question that has no answer.
CONTEXT = "The lamp was lit in 1802. Its keeper was called Ines."
article = {"title": "Lamp", "paragraphs": [{"context": CONTEXT, "qas": [
    {"id": "q1", "question": "Who kept the lamp?", "is_impossible": False,
     "answers": [{"text": "Ines", "answer_start": 48}, {"text": "called Ines", "answer_start": 41}]},
    {"id": "q2", "question": "Who bought the lamp?", "is_impossible": True, "answers": [],
     "plausible_answers": [{"text": "Ines", "answer_start": 48}]},
]}]}
version1 = {"title": "Well", "paragraphs": [{"context": "The well is deep.", "qas": [
    {"id": "q3", "question": "What is deep?", "answers": [{"text": "The well", "answer_start": 0}]}, {"id": "q4", "question": "Hidden?"},
]}]}
put("squad/good/dev-v2.0.json", json.dumps({"version": "v2.0", "data": [article, version1]}))
put("squad/broken/dev-v2.0.json", json.dumps({"version": "v2.0", "data": [
    article, {"title": "no paragraphs"},
    {"title": "x", "paragraphs": [{"qas": []}, {"context": "c", "qas": [
        {"question": "no id", "answers": []}, {"id": "q5", "question": "none, unmarked", "answers": []},
        {"id": "q6", "question": "a", "answers": [{"start": 1}]}, {"id": "q7", "question": "last", "answers": [{"text": "c"}]}]}]},
]}))
sample("squad", "good/dev-v2.0.json", "broken/dev-v2.0.json")

# VQA version 2: ten answers, COCO's file names.
def annotation(question, image, answers, kind="other", first="what is"):
    return {"question_id": question, "image_id": image, "question_type": first, "answer_type": kind,
            "multiple_choice_answer": answers[0],
            "answers": [{"answer": a, "answer_confidence": "yes", "answer_id": i + 1} for i, a in enumerate(answers)]}


for part in ("good", "broken"):
    base = f"vqa/{part}"
    put(f"{base}/val2014/COCO_val2014_000000000042.png", picture(1))
    put(f"{base}/val2014/43.png", picture(2))
    annotations = [annotation(42000, 42, ["red"] * 7 + ["dark red"] * 3), annotation(42001, 42, ["yes"] * 10, "yes/no", "is the"),
                   annotation(43000, 43, ["2", "two"] * 5, "number", "how many")]
    questions = [{"question_id": 42000, "image_id": 42, "question": "What is the colour of the bar?"},
                 {"question_id": 42001, "image_id": 42, "question": "Is the bar red?"},
                 {"question_id": 43000, "image_id": 43, "question": "How many bars are there?"}]
    if part == "broken":
        annotations += [annotation(99, 42, ["no question"]), annotation(44000, 44, ["no picture"]), {"question_id": 1},
                        {"question_id": 42000, "image_id": 42, "answers": []}]
        questions += [{"question_id": 44000, "image_id": 44, "question": "Is there a picture?"}]
    put(f"{base}/v2_mscoco_val2014_annotations.json", json.dumps({"data_subtype": "val2014", "annotations": annotations}))
    put(f"{base}/v2_OpenEnded_mscoco_val2014_questions.json", json.dumps({"questions": questions}))
sample("vqa", "good", "broken")

for part in ("good", "broken"):
    base = f"text-vqa/{part}"
    put(f"{base}/train_images/a1.png", picture(3))
    rows = [{"question_id": 1, "image_id": "a1", "question": "what does it say?", "answers": ["stop"] * 9 + ["shop"]},
            {"question_id": 2, "image_id": "a1", "question": "hidden?"}]
    if part == "broken":
        rows += [{"question_id": 3, "image_id": "../a1", "question": "out?", "answers": ["x"]}, {"question_id": 4},
                 {"question_id": 5, "image_id": "a1", "question": "none?", "answers": []}]
    put(f"{base}/TextVQA_val.json", json.dumps({"dataset_name": "textvqa", "data": rows}))
sample("text-vqa", "good/TextVQA_val.json", "broken/TextVQA_val.json")

for part in ("good", "broken"):
    base = f"doc-vqa/{part}"
    put(f"{base}/documents/page1.png", picture(4))
    rows = [{"questionId": 7, "question": "What is the date?", "image": "documents/page1.png", "docId": 3, "ucsf_document_id": "page",
             "ucsf_document_page_no": "1", "answers": ["1 May 1990", "May 1, 1990"], "question_types": ["handwritten", "form"], "data_split": "val"}]
    if part == "broken":
        rows += [{"questionId": 8, "question": "Where?", "image": "documents/page2.png", "docId": 4, "answers": ["x"]}, {"questionId": 9},
                 {"questionId": 10, "question": "Who?", "image": "documents/page1.png", "docId": 3, "answers": "x"}]
    put(f"{base}/val_v1.0.json", json.dumps({"dataset_name": "docvqa", "dataset_split": "val", "data": rows}))
sample("doc-vqa", "good/val_v1.0.json", "broken/val_v1.0.json")

# CoNLL-2003's four columns.
text = """-DOCSTART- -X- -X- O

Ines NNP B-NP B-PER
Vale NNP I-NP I-PER
left VBD B-VP O
Port NNP B-NP B-LOC
Arden NNP I-NP I-LOC
. . O O

-DOCSTART- -X- -X- O

# NN B-NP O
\N{LATIN SMALL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}\tNN\tB-NP\tO
"""
put("conll/good/eng.testb", text)
put("conll/broken/eng.testb", text.encode() + b"\nlonely\nafter NN B-NP O\n\nfine NN B-NP O\n\n\xff\xfe NN B-NP O\n\nlast NN B-NP B-MISC")
sample("conll", "good/eng.testb", "broken/eng.testb")

# WikiSQL: a column of texts and one of numbers.
table = {"id": "1-10", "header": ["Town", "People", "Note"], "types": ["text", "real", "text"],
         "rows": [["Arden", 1200, "Port"], ["Vale", 800.5, "inland"], ["Brim", "", "port"]]}
questions = [("Which towns have a port?", {"sel": 0, "agg": 0, "conds": [[2, 0, "Port"]]}),
             ("How many people are there in all?", {"sel": 1, "agg": 4, "conds": []}),
             ("Which town has over 1,000 people?", {"sel": 0, "agg": 0, "conds": [[1, 1, "1,000"]]}),
             ("How many towns have no note?", {"sel": 0, "agg": 3, "conds": [[2, 0, ""]]})]
lines = [{"phase": 1, "table_id": "1-10", "question": q, "sql": s} for q, s in questions]
bad = lines[:1] + [{"phase": 1, "table_id": "1-11", "question": "No table?", "sql": {"sel": 0, "agg": 0, "conds": []}},
                   {"table_id": "1-10", "question": "No column?", "sql": {"sel": 9, "agg": 0, "conds": []}},
                   {"table_id": "1-10", "question": "No query?", "sql": {"sel": 0}}, {"table_id": "1-10"}]
put("wikisql/good/dev.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
put("wikisql/good/dev.tables.jsonl", json.dumps(table) + "\n")
put("wikisql/broken/dev.jsonl", "".join(json.dumps(line) + "\n" for line in bad) + "{\n")
put("wikisql/broken/dev.tables.jsonl", json.dumps(table) + "\n" + json.dumps({**table, "id": "1-12", "types": ["text"]}) + "\n"
    + json.dumps({**table, "id": "1-13", "rows": [["a"]]}) + "\n")
sample("wikisql", "good", "broken")
