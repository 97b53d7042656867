"""Train the quick start's small TAPAS on tables and questions that this folder makes up.

Needs PyPI's torch, transformers, tokenizers, pandas (2), numpy and safetensors; no data. Writes a Hugging Face
folder beside this script: config.json, model.safetensors (half precision), vocab.txt, tokenizer_config.json.

    python train.py

Held-out wordings and domains (wordings.py, domains.py) are used only after training: what is printed on the way
is of fresh tables with the wordings of training.
"""

import argparse
import pathlib
import random
import sys

import numpy as np
import torch
from transformers import TapasConfig, TapasForQuestionAnswering, TapasTokenizer

from encoding import Encoder, differences, learn_vocabulary
from questions import AGGREGATIONS, KINDS, Maker

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))
import recipe  # noqa: E402

ROWS, COLUMNS = 20, 9


def configuration(words: int) -> TapasConfig:
    return TapasConfig(
        vocab_size=words,
        hidden_size=128,
        num_hidden_layers=6,
        num_attention_heads=4,
        intermediate_size=256,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        max_position_embeddings=64,
        initializer_range=0.06,
        # Segment, column, row, previous answer, rank, rank from the top, comparison with the question's numbers.
        type_vocab_sizes=[3, 32, 64, 2, 256, 256, 8],
        reset_position_index_per_cell=True,
        select_one_column=True,
        num_aggregation_labels=4,
        aggregation_labels=dict(enumerate(AGGREGATIONS)),
        no_aggregation_label_index=0,
    )


def arrange(model: TapasForQuestionAnswering) -> None:
    """Begin with words, rows and columns in dimensions of their own, and in each layer with one head that looks
    at equal pieces of words, one along the row, one along the column and one that is free.

    In trials over small tables a model begun so had 39 % of the questions right after 350 steps, one begun at random
    7 % after 300.
    """
    places = dict(
        words=slice(0, 64), rows=slice(64, 88), columns=slice(88, 104), position=slice(104, 112), other=slice(112, 128)
    )
    embeddings = model.tapas.embeddings

    def put(table, place, orthogonal=False):
        width = place.stop - place.start
        torch.nn.init.normal_(table.weight, std=0.02)
        with torch.no_grad():
            values = torch.randn(table.num_embeddings, width)
            if orthogonal:
                values[:width] = torch.linalg.qr(torch.randn(width, width))[0] * width**0.5
            table.weight[:, place] = values

    put(embeddings.word_embeddings, places["words"])
    put(embeddings.position_embeddings, places["position"])
    put(embeddings.token_type_embeddings_1, places["columns"], orthogonal=True)
    put(embeddings.token_type_embeddings_2, places["rows"], orthogonal=True)
    for kind in (0, 4, 5, 6):
        put(getattr(embeddings, f"token_type_embeddings_{kind}"), places["other"])
    with torch.no_grad():
        embeddings.word_embeddings.weight[0] = 0
        # Ranks are numbers: they begin on a line.
        for place, table in ((112, embeddings.token_type_embeddings_4), (113, embeddings.token_type_embeddings_5)):
            table.weight[1:, place] = torch.arange(1, len(table.weight)).log() - 1
        for layer in model.tapas.encoder.layer:
            attention = layer.attention.self
            size = attention.attention_head_size
            for head, (place, sharpness) in enumerate([("words", 1.1), ("rows", 1.25), ("columns", 1.5)]):
                place = places[place]
                width = place.stop - place.start
                projection = torch.zeros(size, 128)
                used = min(size, width)
                projection[:used, place] = sharpness * torch.linalg.qr(torch.randn(width, width))[0][:used]
                for matrix in (attention.query, attention.key):
                    own = slice(head * size, (head + 1) * size)
                    matrix.weight[own] = projection + 0.02 * torch.randn_like(projection)


class Trained(torch.nn.Module):
    """The model, and outputs that help it learn and are thrown away: of each token in the middle layers, whether
    its row is chosen, its column is chosen, and its column is the one that rows are chosen by."""

    LAYERS = (3, 4)

    def __init__(self, model: TapasForQuestionAnswering):
        super().__init__()
        self.model = model
        self.hints = torch.nn.ModuleList(torch.nn.Linear(128, 3) for _ in self.LAYERS)


def collate(examples):
    """Tokens [B, T, 9] (see EncodedTable.question) and what is to be answered."""
    length = max(len(tokens) for tokens, _ in examples)
    batch = np.zeros((len(examples), length, 9), np.int64)
    mask = np.zeros((len(examples), length), np.float32)
    chosen = np.zeros((len(examples), ROWS), np.float32)
    columns = np.zeros((len(examples), 3), np.int64)
    for index, (tokens, question) in enumerate(examples):
        batch[index, : len(tokens)] = tokens
        mask[index, : len(tokens)] = 1
        chosen[index, [row + 1 for row in question.rows]] = 1
        columns[index] = question.column + 1, -1 if question.by is None else question.by + 1, question.aggregation
    return tuple(torch.from_numpy(array).to(recipe.DEVICE) for array in (batch, mask, chosen, columns))


def scores(model, batch, mask):
    """Scores of cells [B, ROWS, COLUMNS], which of these are there, scores of columns and of aggregations, and
    the states of all layers; as TapasForQuestionAnswering has them."""
    output = model.tapas(
        batch[:, :, 0],
        attention_mask=mask,
        token_type_ids=batch[:, :, 1:8],
        position_ids=batch[:, :, 8],
        output_hidden_states=True,
    )
    states = output.last_hidden_state.float()
    weights = torch.stack([model.output_weights, model.column_output_weights], 1)
    values = torch.cat([states @ weights, mask.unsqueeze(-1)], -1) * mask.unsqueeze(-1)
    size = ROWS * COLUMNS
    cell = batch[:, :, 3] * COLUMNS + batch[:, :, 2] + torch.arange(len(batch), device=batch.device).unsqueeze(1) * size
    sums = (
        torch.zeros(len(batch) * size, 3, device=batch.device)
        .index_add(0, cell.view(-1), values.view(-1, 3))
        .view(-1, ROWS, COLUMNS, 3)
    )
    there = sums[..., 2] > 0
    means = sums[..., :2] / sums[..., 2:].clamp(min=1)
    count = there.sum(1)
    column = (means[..., 1] * there).sum(1) / count.clamp(min=1) + model.column_output_bias
    column = column.masked_fill(count == 0, -1e4)
    column[:, 0] = -1e4
    return (
        means[..., 0] + model.output_bias,
        there,
        column,
        model.aggregation_classifier(output.pooler_output).float(),
        output.hidden_states,
    )


def loss_of(trained: Trained, batch, mask, chosen, columns):
    cells, there, column, aggregation, layers = scores(trained.model, batch, mask)
    target, by, operation = columns.unbind(1)
    own = cells.gather(2, target.view(-1, 1, 1).expand(-1, ROWS, 1)).squeeze(2)
    real = there.gather(2, target.view(-1, 1, 1).expand(-1, ROWS, 1)).squeeze(2).float()
    real[:, 0] = 0
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    loss = (entropy(own, chosen, reduction="none") * real).sum(1).mean()
    loss = (
        loss
        + torch.nn.functional.cross_entropy(column, target)
        + torch.nn.functional.cross_entropy(aggregation, operation)
    )
    in_table = mask * batch[:, :, 1]
    hints = torch.stack(
        [chosen.gather(1, batch[:, :, 3]), batch[:, :, 2] == target.unsqueeze(1), batch[:, :, 2] == by.unsqueeze(1)], -1
    ).float()
    weights = torch.stack([in_table * (batch[:, :, 3] > 0), in_table, in_table * (by > 0).unsqueeze(1)], -1)
    for layer, head in zip(trained.LAYERS, trained.hints):
        loss = loss + (entropy(head(layers[layer]).float(), hints, reduction="none") * weights).sum() / weights.sum()
    return loss


def right(model, batch, mask, chosen, columns):
    """Whether each example's column, cells and aggregation are the ones asked for."""
    cells, there, column, aggregation, _ = scores(model, batch, mask)
    best = column.argmax(1)
    own = cells.gather(2, best.view(-1, 1, 1).expand(-1, ROWS, 1)).squeeze(2)
    real = there.gather(2, best.view(-1, 1, 1).expand(-1, ROWS, 1)).squeeze(2)
    picked = (own > 0) & real
    picked[:, 0] = False
    rows = (picked == (chosen > 0)).all(1)
    operation = aggregation.argmax(1) == columns[:, 2]
    # A count is the same whatever column is counted.
    column = (best == columns[:, 0]) | (columns[:, 2] == 3) & operation
    return rows & column & operation


def stream(maker: Maker, encoder: Encoder, sizes, each: int = 4):
    """Examples without end: tokens and question. `sizes` gives the rows and columns that tables may have now."""
    while True:
        table = maker.table(*sizes())
        encoded = encoder.table(table.header, table.rows)
        for _ in range(each):
            question = maker.question(table)
            yield encoded.question(question.text), question


def batches(examples, size: int, ahead: int = 24):
    """Batches of examples of like length."""
    while True:
        pool = sorted((next(examples) for _ in range(size * ahead)), key=lambda example: len(example[0]))
        order = np.random.permutation(ahead)
        for index in order:
            yield collate(pool[index * size : (index + 1) * size])


def accuracy(
    model, encoder: Encoder, seed: int, count: int, held_out: bool, domains: str
) -> dict[str, tuple[int, int]]:
    """Right answers and questions of each kind."""
    examples = stream(Maker(seed, held_out, domains), encoder, lambda: ((3, 12), (2, 7)), each=3)
    chosen = sorted((next(examples) for _ in range(count)), key=lambda example: len(example[0]))
    result = {kind: [0, 0] for kind in KINDS}
    with torch.inference_mode():
        for start in range(0, count, 50):
            part = chosen[start : start + 50]
            for (_, question), hit in zip(part, right(model, *collate(part)).tolist()):
                result[question.kind][0] += hit
                result[question.kind][1] += 1
    return result


def told(result) -> str:
    hits, count = (sum(values) for values in zip(*result.values()))
    kinds = ", ".join(f"{kind} {hit / max(1, all_):.3f}" for kind, (hit, all_) in result.items())
    return f"{hits / count:.4f} of {count}: {kinds}"


def texts(seed: int):
    """What the vocabulary is learnt from: questions, headers and cells."""
    maker = Maker(seed)
    for _ in range(12000):
        table = maker.table()
        yield from table.header
        for row in table.rows[:3]:
            yield from row
        for _ in range(4):
            yield maker.question(table).text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=pathlib.Path, default=FOLDER)
    parser.add_argument("--steps", type=int, default=12000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recipe.seed_everything(arguments.seed)
    arguments.output.mkdir(parents=True, exist_ok=True)

    file = arguments.output / "vocab.txt"
    if not file.exists():
        # The learner gives pieces of equal worth in another order each time: a run with the file there is the same.
        file.write_text("\n".join(learn_vocabulary(texts(1000), 2000)) + "\n")
    vocabulary = file.read_text().splitlines()
    tokenizer = TapasTokenizer(str(file), model_max_length=512, max_column_id=32, max_row_id=64)
    tokenizer.save_pretrained(arguments.output)
    (arguments.output / "special_tokens_map.json").unlink()
    encoder = Encoder(vocabulary)
    examples = []
    for held_out, domains in ((False, "known"), (True, "new")):
        check = Maker(7, held_out, domains)
        for _ in range(75):
            table = check.table()
            examples += [(table.header, table.rows, check.question(table).text) for _ in range(2)]
    wrong = differences(tokenizer, encoder, examples)
    print(
        f"{len(vocabulary)} pieces of words; {wrong} of {len(examples)} encodings differ from the tokenizer's",
        flush=True,
    )

    model = TapasForQuestionAnswering(configuration(len(vocabulary)))
    arrange(model)
    trained = Trained(model)

    # Small tables first.
    progress = [0.0]

    def sizes():
        if progress[0] < 0.15:
            return (3, 5), (2, 4)
        return ((3, 7), (2, 6)) if progress[0] < 0.5 else ((3, random.choice([7, 9, 12])), (2, 7))

    feed = batches(stream(Maker(arguments.seed), encoder, sizes), arguments.batch)

    def loss(trained, step):
        progress[0] = step / arguments.steps
        return loss_of(trained, *next(feed))

    def evaluate(averaged):
        # So that a run that is broken off leaves something.
        recipe.save(averaged.model, arguments.output)
        return "fresh tables " + told(accuracy(averaged.model, encoder, 77, 500, False, "known"))

    trained, seconds = recipe.train(
        trained, loss, arguments.steps, rate=arguments.rate, log_every=200, evaluate=evaluate
    )
    print(f"trained in {seconds / 60:.0f} minutes")
    recipe.save(trained.model, arguments.output)

    model = recipe.rounded(trained.model).to(recipe.DEVICE)
    print("wordings of training, known domains:", told(accuracy(model, encoder, 501, 2000, False, "known")))
    print("held-out wordings, known domains:   ", told(accuracy(model, encoder, 502, 2000, True, "known")))
    print("held-out wordings, new domains:     ", told(accuracy(model, encoder, 503, 2000, True, "new")))


if __name__ == "__main__":
    main()
