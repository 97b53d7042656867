"""Makes the GPT-J parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with the versions that ../decoders.py names:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import torch
from decoders import make, manifest
from transformers import GPTJConfig, GPTJForCausalLM

SEEDS = {"a": 321, "b": 322}

# all of a head is turned
make("a", GPTJForCausalLM, GPTJConfig(
    vocab_size=70, n_positions=32, n_embd=16, n_layer=2, n_head=2, rotary_dim=8, bos_token_id=69, eos_token_id=69), SEEDS["a"])
# part of a head is turned, another activation and epsilon; half precision
make("b", GPTJForCausalLM, GPTJConfig(
    vocab_size=61, n_positions=27, n_embd=20, n_layer=3, n_head=2, rotary_dim=6, n_inner=40, activation_function="relu",
    layer_norm_epsilon=1e-6, bos_token_id=1, eos_token_id=2), SEEDS["b"], dtype=torch.float16)
manifest(SEEDS)
