"""Makes the TAPAS parity fixtures: tiny checkpoints with encodings, tensors and answers of the reference.

Run by hand, in this folder, with torch 2.13.0+cpu, transformers 4.49.0, safetensors 0.8.0, numpy 2.3.5 and
pandas 2.2.3 (TapasTokenizer does not work with pandas 3):

    OMP_NUM_THREADS=1 python generate.py

SEED_OFFSET is added to every seed; `make parity` uses it.
"""
import csv, hashlib, json, os, platform, random
import numpy as np, pandas as pd, safetensors, torch, transformers
from safetensors.torch import save_file
from transformers import (TapasConfig, TapasForQuestionAnswering, TapasForSequenceClassification, TapasTokenizer,
                          pipeline)
from transformers.models.tapas import modeling_tapas, tokenization_tapas

OFFSET = int(os.environ.get("SEED_OFFSET", 0))
LABELS = {0: "NONE", 1: "SUM", 2: "AVERAGE", 3: "COUNT"}

VARIANTS = {
    # cells with an aggregation; positions that begin anew in each cell
    "a": dict(seed=303 + OFFSET, model=TapasForQuestionAnswering, length=256, config=dict(
        hidden_size=24, num_hidden_layers=2, num_attention_heads=4, intermediate_size=40, hidden_act="gelu",
        max_position_embeddings=24, type_vocab_sizes=[3, 12, 24, 2, 20, 20, 10], num_aggregation_labels=4,
        aggregation_labels=LABELS, no_aggregation_label_index=0)),
    # cells alone, or none at all; fewer rows and columns than the tables have share their scores
    "b": dict(seed=404 + OFFSET, model=TapasForQuestionAnswering, length=200, config=dict(
        hidden_size=18, num_hidden_layers=3, num_attention_heads=3, intermediate_size=30, hidden_act="gelu_new",
        max_position_embeddings=200, type_vocab_sizes=[3, 12, 24, 2, 20, 20, 10], reset_position_index_per_cell=False,
        allow_empty_column_selection=True, temperature=0.6, max_num_rows=5, max_num_columns=4, layer_norm_eps=1e-6)),
    # statements over tables
    "c": dict(seed=505 + OFFSET, model=TapasForSequenceClassification, length=96, config=dict(
        hidden_size=20, num_hidden_layers=2, num_attention_heads=2, intermediate_size=28, hidden_act="relu",
        max_position_embeddings=32, type_vocab_sizes=[3, 12, 24, 2, 20, 20, 10])),
}

# The book's table; a copy of this folder elsewhere, as `make parity` makes one, has it in what was recorded.
SAMPLE = "../../../../suites/tables/book.csv"
if os.path.exists(SAMPLE):
    with open(SAMPLE) as file:
        BOOK = list(csv.reader(file))
else:
    with open("a/io.json") as file:
        BOOK = json.load(file)["tables"]["book"]
    BOOK = [BOOK["header"], *BOOK["rows"]]
TABLES = {
    "book": dict(header=BOOK[0], rows=BOOK[1:]),
    "films": dict(header=["Actor", "Born on", "Films", "Rating", "Worth", ""], rows=[
        ["Brad Pitt", "18 December 1963", "87", "7.5", "$1,200", "1991"],
        ["Leonardo Di Caprio", "November 11, 1974", "53", "8", "-5", "1997"],
        ["George Clooney", "1961-05-06", "69", "n/a", "3rd", "[SEP]"],
        ["", "Sept 22, 1963", "69", "?", "+0.25", "1997"],
        ["[EMPTY] Ünï", "May 5", "twelve", "nan", "  ", "1980s"]]),
    "one": dict(header=["x"], rows=[["1"]]),
}
QUESTIONS = {
    "book": ["What's the topic in chapter 4?", "What is the total number of pages?",
             "On which page does the chapter about question-answering start?",
             "How many chapters have more than 20 pages?"],
    "films": ["How many films before 1970?", "Who was born on November 11, 1974?",
              "first actor with a rating above 7.50", "Which two or three have 69 films in 1997?", "?"],
    "one": ["x"],
}
STATEMENTS = {
    "book": ["Chapter 4 begins on page 121.", "The book has seven chapters."],
    "films": ["Two actors have 69 films."],
}


def write_vocabulary(path):
    letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
    words = """the of is what how many which page pages chapter chapters number total name start end text question answer
        actor film films rating born on in more than ##ing ##tion ##er ##s ##ed 19 ##63 ##97 12 20 have""".split()
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EMPTY]", *letters, *digits, *"?.,:;'$%+-_/()[]"]
    tokens += ["##" + piece for piece in letters + digits] + words
    with open(path, "w") as file:
        file.write("\n".join(dict.fromkeys(tokens)) + "\n")


def frame(name):
    return pd.DataFrame(TABLES[name]["rows"], columns=TABLES[name]["header"]).astype(str)


def randomize(model, seed):
    torch.manual_seed(seed)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if "LayerNorm" in key and key.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            elif "embeddings" in key:
                parameter.copy_(0.4 * noise)
            elif parameter.dim() < 2:
                parameter.copy_(0.2 * noise)
            else:
                parameter.copy_(1.2 * noise / parameter[0].numel() ** 0.5)


def sharpen(model, tokenizer, seed):
    """Heads whose answers vary: scores of cells around 0, an aggregation that depends on the question."""
    torch.manual_seed(seed + 1)
    states, pooled = [], []
    with torch.no_grad():
        for name in ("book", "films"):
            inputs = tokenizer(frame(name), list(QUESTIONS[name]), padding=True, truncation=True, return_tensors="pt")
            output = model.tapas(**inputs)
            states.append(output.last_hidden_state[inputs["token_type_ids"][:, :, 2] > 0])
            pooled.append(output.pooler_output)
        states, pooled = torch.cat(states), torch.cat(pooled)
        if hasattr(model, "classifier"):
            model.classifier.weight.mul_(4)
            model.classifier.bias.copy_(-(pooled @ model.classifier.weight.T).mean(0))
            return
        for weights in (model.output_weights, model.column_output_weights):
            weights.copy_(torch.randn_like(weights))
            weights.mul_(1.2 / (states @ weights).std())
        model.output_bias.copy_(-(states @ model.output_weights).median())
        model.column_output_bias.copy_(-(states @ model.column_output_weights).median())
        if hasattr(model, "aggregation_classifier"):
            model.aggregation_classifier.weight.mul_(6)
            model.aggregation_classifier.bias.copy_(-(pooled @ model.aggregation_classifier.weight.T).mean(0))


def encoding(tokenizer, table, question, limit=None):
    options = dict(max_length=limit) if limit else {}
    output = tokenizer(frame(table), question, truncation="drop_rows_to_fit", **options)
    return dict(table=table, question=question, limit=limit, ids=output["input_ids"],
                types=[list(kind) for kind in zip(*output["token_type_ids"])])


def encodings(tokenizer, length):
    cases = [encoding(tokenizer, name, question) for name in TABLES for question in QUESTIONS[name]]
    for limit in (90, 70, 60, 45, 30, 20):
        for name in ("book", "films"):
            try:
                cases.append(encoding(tokenizer, name, QUESTIONS[name][0], limit))
            except ValueError:
                cases.append(dict(table=name, question=QUESTIONS[name][0], limit=limit, refused=True))
    return cases


def make(name, seed, model, length, config):
    os.makedirs(name, exist_ok=True)
    write_vocabulary(f"{name}/vocab.txt")
    tokenizer = TapasTokenizer(f"{name}/vocab.txt", model_max_length=length)
    network = model(TapasConfig(vocab_size=len(tokenizer.vocab), **config)).eval()
    randomize(network, seed)
    sharpen(network, tokenizer, seed)
    network.save_pretrained(name)
    tokenizer.save_pretrained(name)
    os.remove(f"{name}/special_tokens_map.json")

    tensors, calls, taken = {}, [], {}
    original = modeling_tapas.compute_token_logits
    def kept(*arguments):
        taken["token_logits"] = original(*arguments)
        return taken["token_logits"]
    modeling_tapas.compute_token_logits = kept
    asked = STATEMENTS if hasattr(network, "classifier") else QUESTIONS
    # In double precision: the reference's own rounding in single precision comes close to the tolerance.
    network.double()
    for tag, questions in (("book", asked["book"][:2]), ("films", asked["films"][:2])):
        inputs = tokenizer(frame(tag), list(questions), padding=True, truncation=True, return_tensors="pt")
        if tag == "book" and not hasattr(network, "classifier"):
            # The cells of an earlier answer.
            inputs["token_type_ids"][1, inputs["token_type_ids"][1, :, 1] == 2, 3] = 1
            inputs["token_type_ids"][1, inputs["token_type_ids"][1, :, 2] == 0, 3] = 0
        with torch.no_grad():
            output = network(**inputs, output_hidden_states=True)
        outputs, masks = {}, {}
        def keep(key, tensor, attribute, mask=None):
            tensors[f"{key}"] = tensor.float()
            outputs[key] = attribute
            if mask: masks[key] = mask
        for key, tensor in inputs.items():
            # Every id fits a byte here.
            tensors[f"in.{tag}.{key}"] = tensor.to(torch.uint8)
        mask = f"in.{tag}.attention_mask"
        if tag == "book":
            keep(f"mid.{tag}.hidden_0", output.hidden_states[0], "hidden_states.0", mask)
            keep(f"mid.{tag}.hidden_last", output.hidden_states[-1], "hidden_states.-1", mask)
        if hasattr(network, "classifier"):
            keep(f"out.{tag}.logits", output.logits, "logits")
        else:
            keep(f"mid.{tag}.token_logits", taken["token_logits"], "token_logits", mask)
            # Near -10,000 neighbouring floats are 1e-3 apart: the chosen cells are compared by themselves.
            tensors[f"chosen.{tag}"] = (output.logits > -5000).to(torch.uint8)
            keep(f"out.{tag}.logits", output.logits, "logits", f"chosen.{tag}")
            if output.logits_aggregation is not None:
                keep(f"out.{tag}.logits_aggregation", output.logits_aggregation, "logits_aggregation")
        calls.append({"model_class": model.__name__, "inputs": {key: f"in.{tag}.{key}" for key in inputs},
                      "kwargs": {"output_hidden_states": True}, "outputs": outputs, "valid_where_mask_is_1": masks})
    modeling_tapas.compute_token_logits = original
    network.float()

    record = {"calls": calls, "tables": TABLES}
    if name == "a": record["encodings"] = encodings(tokenizer, length)
    if hasattr(network, "classifier"):
        record["classes"] = []
        for table, statements in STATEMENTS.items():
            for statement in statements:
                inputs = tokenizer(frame(table), statement, truncation=True, return_tensors="pt")
                with torch.no_grad():
                    logits = network(**inputs).logits[0]
                record["classes"].append(dict(table=table, statement=statement, logits=logits.tolist(),
                                              scores=torch.softmax(logits.double(), -1).tolist()))
    else:
        answerer = pipeline("table-question-answering", model=network, tokenizer=tokenizer, framework="pt")
        record["answers"], record["conversations"] = [], []
        for table in ("book", "films"):
            for question in QUESTIONS[table]:
                record["answers"].append(dict(table=table, question=question, answer=answerer(table=frame(table), query=question)))
            record["conversations"].append(dict(table=table, questions=QUESTIONS[table], answers=answerer(
                table=frame(table), query=list(QUESTIONS[table]), sequential=True)))
    save_file({k: v.contiguous() for k, v in tensors.items()}, f"{name}/io.safetensors")
    with open(f"{name}/io.json", "w") as file:
        json.dump(record, file, separators=(",", ":"))
    print(name, sum(p.numel() for p in network.parameters()), [a["answer"]["answer"] for a in record.get("answers", [])],
          [a["answer"] for c in record.get("conversations", []) for a in c["answers"]], [c["scores"] for c in record.get("classes", [])])


def numeric_texts():
    texts = """1970?|November 11, 1974|7.50|two or three|18 December 1963|$1,200,000|-5|1961-05-06|3rd|+0.25|Sept 22, 1963|
        twelve 5th 1,234.5|May 5|5 may 2010|3.5.2004|1980s|+7 -8|.5|10%|september 2001|the 21st century|1699 1700 2016 2017|
        monday, may 3|infinity nan inf|1e5|fith fifth|1,23|1,234,56|12,345.67.8|a -8|a - 8|a-8|- 8|+-8|5.|5.th|1e400|-1e400|
        feb 29|february 29, 1900|february 29, 2000|29 feb 2001|31 april|may 0|may 00|may 05|may 32|32 may 1990|jan|
        jan 1990|may 2050|2050-05|1990-5|1990-13|12-31-1999|31-12-1999|1999-12-31|1999-31-12|1.1.2000|1.13.2000|
        sunday, december 25|sun, december 25|sunday, dec 25|1990s and 1650s|٣ of ١٩٩٠|1٥ may|²|½|Ⅷ|5 may 2010 - 7 june 2011|
        zero zeroth first second third twelfth|thirteen|1-2-3|10-11|2001-2002|10/11/2001|£3.50m|no. 7|7th of may|may 7th|
        may 7,1990|may 7 , 1990|  May\t7,\n1990 |İ 5|1_000|0x10|1,000|1,000th|21st, 22nd|3 000|١,٢٣٤|4,٣٢١""".replace("\n        ", "").split("|")
    texts += ["-" + "9" * 400, "9" * 400, "1" + ",000" * 3 + ".5", "", " "]
    pieces = ["may", "jan", "sept", "december", "monday", "1990", "2005", "1", "12", "31", "5", "5th", "second", "x", "1,000",
              "-", " - ", ".", ", ", " ", " ", " ", ",", "s", "+", "1980s", "e"]
    dice = random.Random(7)
    texts += ["".join(dice.choice(pieces) for _ in range(dice.randint(2, 9))) for _ in range(250)]
    return texts


def numeric():
    cases = []
    for text in numeric_texts():
        normalized = tokenization_tapas.normalize_for_match(text)
        spans = []
        for span in tokenization_tapas.parse_text(normalized):
            values = [str(v.float_value) if v.float_value is not None else [v.date.year, v.date.month, v.date.day]
                      for v in span.values]
            spans.append([span.begin_index, span.end_index, values])
        cases.append(dict(text=text, normalized=normalized, spans=spans,
                          empty=tokenization_tapas.format_text(text) == tokenization_tapas.EMPTY_TEXT))
    with open("numeric.json", "w") as file:
        json.dump(cases, file, separators=(",", ":"))


for name, variant in VARIANTS.items():
    make(name, **variant)
numeric()

files = {}
for folder, _, names in sorted(os.walk(".")):
    for name in sorted(names):
        path = os.path.relpath(os.path.join(folder, name))
        if path != "MANIFEST.json" and not path.endswith(".pyc"):
            files[path] = hashlib.sha256(open(path, "rb").read()).hexdigest()
with open("MANIFEST.json", "w") as file:
    json.dump({
        "reference": {"transformers": transformers.__version__, "torch": torch.__version__, "safetensors": safetensors.__version__,
                      "numpy": np.__version__, "pandas": pd.__version__, "python": platform.python_version()},
        "seeds": {name: variant["seed"] for name, variant in VARIANTS.items()},
        "tolerance": 1e-5,
        "sha256": files,
    }, file, indent=1)
