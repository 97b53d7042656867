"""Hold Assay's transcripts against the reference's, recording by recording.

Needs PyPI's torch, transformers, soundfile and safetensors, and a database in which Assay has run a suite
with this model:

    assay run suites/quickstart --db db/quickstart.sqlite
    python suites/quickstart/models/starter-wav2vec2/compare.py db/quickstart.sqlite

    assay run suites/free-spoken-digits --db db/digits.sqlite
    python suites/quickstart/models/starter-wav2vec2/compare.py db/digits.sqlite \\
        --dataset free-spoken-digits --data suites/free-spoken-digits/data

Prints both word error rates and every transcript that differs, and exits with 1 if a difference is not a tie
of two letters in some frame.
"""

import argparse
import pathlib
import sys

import soundfile
import torch
from transformers import Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor, Wav2Vec2ForCTC, Wav2Vec2Processor

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
import recipe

TIE = 1e-4


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--dataset", default="spoken-commands")
    parser.add_argument("--data", type=pathlib.Path, default=HERE.parent.parent / "data" / "speech")
    parser.add_argument("--model", default="starter-wav2vec2")
    arguments = parser.parse_args()

    model = Wav2Vec2ForCTC.from_pretrained(HERE, torch_dtype=torch.float32).eval()
    processor = Wav2Vec2Processor(Wav2Vec2FeatureExtractor.from_pretrained(HERE), Wav2Vec2CTCTokenizer.from_pretrained(HERE))
    # LibriSpeech's keys are the names of files, a manifest's their paths.
    files = {path.stem: path for path in arguments.data.rglob("*.flac")}

    rows = recipe.assay_answers(arguments.database, "automatic-speech-recognition", arguments.model, arguments.dataset)
    if not rows:
        print(f"no answers of {arguments.model} to {arguments.dataset} in the database")
        return 1
    words = ours = theirs = unexplained = 0
    for row in rows:
        samples, rate = soundfile.read(files.get(row["key"], arguments.data / row["key"]), dtype="float32")
        with torch.inference_mode():
            logits = model(**processor(samples, sampling_rate=rate, return_tensors="pt")).logits
        expected = processor.batch_decode(logits.argmax(-1))[0]
        target = row["target"].lower().split()
        words += len(target)
        theirs += recipe.distance(target, expected.lower().split())
        ours += recipe.distance(target, (row["answer"] or "").lower().split())
        if row["answer"] != expected:
            best = logits[0].topk(2).values
            margin = float((best[:, 0] - best[:, 1]).min())
            unexplained += margin >= TIE
            print(f"{row['key']}: {row['answer']!r} instead of {expected!r}, closest letters {margin:.1e} apart")
    print(f"{len(rows)} recordings, {words} words")
    print(f"reference word error rate {theirs / words:.4f}")
    print(f"Assay's word error rate   {ours / words:.4f}")
    print(f"{unexplained} differences that no tie explains")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
