"""Makes the Llama parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with the versions that ../decoders.py names:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import torch
from decoders import make, manifest
from transformers import LlamaConfig, LlamaForCausalLM

SEEDS = {"a": 331, "b": 332}

# query heads in pairs, a head's width of its own, a bias in the MLP, linear scaling; bfloat16
make("a", LlamaForCausalLM, LlamaConfig(
    vocab_size=70, max_position_embeddings=32, hidden_size=16, intermediate_size=30, num_hidden_layers=2,
    num_attention_heads=4, num_key_value_heads=2, head_dim=6, mlp_bias=True,
    rope_scaling={"rope_type": "linear", "factor": 2.5}, bos_token_id=1, eos_token_id=2), SEEDS["a"], dtype=torch.bfloat16)
# one key head for all, biases in the attention, a tied head, Llama 3's scaling
make("b", LlamaForCausalLM, LlamaConfig(
    vocab_size=61, max_position_embeddings=64, hidden_size=18, intermediate_size=25, num_hidden_layers=3,
    num_attention_heads=3, num_key_value_heads=1, hidden_act="gelu", rms_norm_eps=1e-5, rope_theta=500.0,
    attention_bias=True, tie_word_embeddings=True,
    rope_scaling={"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                  "original_max_position_embeddings": 16},
    bos_token_id=1, eos_token_id=[2, 3]), SEEDS["b"])
manifest(SEEDS)
