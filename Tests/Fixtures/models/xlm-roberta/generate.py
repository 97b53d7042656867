"""Makes XLM-RoBERTa's parity fixtures: two tiny checkpoints with a Unigram tokenizer, with the reference's tensors and
pipelines' answers.

Run by hand, in this folder; versions in ../encoders.py:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys
sys.path.insert(0, "..")
sys.dont_write_bytecode = True
import tokenizers, torch
from tokenizers import decoders, models, normalizers, pre_tokenizers, processors
from transformers import XLMRobertaConfig, XLMRobertaTokenizerFast
import encoders
from encoders import PAIRS, SENTENCES, WORDS, Fixture

SEEDS = {"a": 601, "b": 602}
encoders.start(*SEEDS)


def unigram():
    """As XLM-RoBERTa's tokenizer.json is built, but for its table of normalisations, which comes with SentencePiece's own files."""
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    words = [word.replace("##", "") for word in WORDS]
    pieces = ["\u2581" + word for word in words] + ["\u2581"] + words + list("abcdefghijklmnopqrstuvwxyzABIJLNPSTY.,:!'2")
    pieces = list(dict.fromkeys(pieces))
    vocabulary = [(token, 0.0) for token in specials] + [(piece, -2.0 - 0.07 * place) for place, piece in enumerate(pieces)]
    tokenizer = tokenizers.Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(tokenizers.Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return XLMRobertaTokenizerFast(tokenizer_object=tokenizer, model_max_length=58)


tokenizer = unigram()
config = dict(vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=36,
              max_position_embeddings=60, type_vocab_size=1)

f = Fixture("a", "sequence", XLMRobertaConfig(**config, num_labels=3), tokenizer, SEEDS["a"], torch.float16)
f.call("", f.encode(SENTENCES[:2]), ["logits"], hidden=(0, 1, 2))
f.ask("text-classification", SENTENCES + ["ﬁlm  ２ naïve 日本"], top_k=None)
f.ask("text-classification", [dict(text=a, text_pair=b) for a, b in PAIRS], top_k=None)
f.save()

tokenizer = unigram()
f = Fixture("b", "masked", XLMRobertaConfig(**config, layer_norm_eps=1e-5), tokenizer, SEEDS["b"], torch.float16)
MASKED = ["The capital of <mask> is Paris.", "<mask> sat on the <mask>."]
f.call("", f.encode(MASKED), ["logits"], hidden=(0, 2))
f.ask("fill-mask", MASKED)
f.save()

encoders.manifest(SEEDS)
