"""Makes the GPT-2 parity fixtures: two tiny checkpoints with inputs and outputs of the reference.

Run by hand, in this folder, with the versions that ../decoders.py names:

    OMP_NUM_THREADS=1 python generate.py
"""
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import torch
from decoders import make, manifest
from transformers import GPT2Config, GPT2LMHeadModel

SEEDS = {"a": 301, "b": 302}


def bare(tensors):
    """The names and buffers of the checkpoints that were published: no prefix, a causal mask in every layer."""
    tensors = {key.removeprefix("transformer."): value for key, value in tensors.items()}
    places = tensors["wpe.weight"].shape[0]
    mask = torch.ones(1, 1, places, places, dtype=tensors["wpe.weight"].dtype).tril()
    for layer in range(3):
        tensors[f"h.{layer}.attn.bias"] = mask.clone()
        tensors[f"h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    return tensors


# tied head, everything else as by default
make("a", GPT2LMHeadModel, GPT2Config(
    vocab_size=70, n_positions=32, n_embd=16, n_layer=2, n_head=4, bos_token_id=69, eos_token_id=69), SEEDS["a"])
# scores scaled by layer as well, sizes that fill no register; half precision, names without a prefix
make("b", GPT2LMHeadModel, GPT2Config(
    vocab_size=61, n_positions=27, n_embd=18, n_layer=3, n_head=3, n_inner=40, activation_function="relu",
    layer_norm_epsilon=1e-6, scale_attn_by_inverse_layer_idx=True, bos_token_id=1, eos_token_id=[2, 60]),
    SEEDS["b"], dtype=torch.float16, rename=bare)
manifest(SEEDS)
