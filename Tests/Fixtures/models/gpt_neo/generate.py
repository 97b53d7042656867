"""Makes the GPT-Neo parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with the versions that ../decoders.py names:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import torch
from decoders import make, manifest
from transformers import GPTNeoConfig, GPTNeoForCausalLM

SEEDS = {"a": 311, "b": 312}

# layers that see everything and layers with a window, in turn
make("a", GPTNeoForCausalLM, GPTNeoConfig(
    vocab_size=70, max_position_embeddings=32, hidden_size=16, num_layers=2, num_heads=4,
    attention_types=[[["global", "local"], 1]], window_size=4, bos_token_id=69, eos_token_id=69), SEEDS["a"])
# mostly windows, another activation and epsilon, an untied head; half precision
make("b", GPTNeoForCausalLM, GPTNeoConfig(
    vocab_size=61, max_position_embeddings=27, hidden_size=18, num_layers=3, num_heads=3, intermediate_size=40,
    attention_types=[[["local", "global"], 1], [["local"], 1]], window_size=3, activation_function="gelu",
    layer_norm_epsilon=1e-6, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2), SEEDS["b"], dtype=torch.float16)
manifest(SEEDS)
