"""Makes XLM-RoBERTa's parity fixtures: tensors only, since its tokenizer is of a kind that is not read yet.

Run by hand, in this folder; versions in ../encoders.py:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys
sys.path.insert(0, "..")
sys.dont_write_bytecode = True
import torch
from transformers import XLMRobertaConfig
import encoders
from encoders import Fixture

SEEDS = {"a": 601, "b": 602}
encoders.start(*SEEDS)
CONFIG = dict(vocab_size=90, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=36, max_position_embeddings=40,
              type_vocab_size=1)

ids = torch.tensor([[0, 12, 44, 45, 46, 2, 2, 87, 13, 2], [0, 33, 34, 2, 1, 1, 1, 1, 1, 1]])
inputs = dict(input_ids=ids, attention_mask=(ids != 1).long())

f = Fixture("a", "sequence", XLMRobertaConfig(**CONFIG, num_labels=3), None, SEEDS["a"], torch.float16)
f.call("", inputs, ["logits"], hidden=(0, 1, 2))
f.save()

f = Fixture("b", "masked", XLMRobertaConfig(**CONFIG, layer_norm_eps=1e-5), None, SEEDS["b"], torch.float16)
f.call("", inputs, ["logits"], hidden=(0, 2))
f.save()

encoders.manifest(SEEDS)
