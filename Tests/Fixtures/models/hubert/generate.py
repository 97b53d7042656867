"""Makes the HuBERT parity fixtures; see ../speech.py.

    OMP_NUM_THREADS=1 python generate.py
"""
import functools, sys
import torch
from transformers import HubertConfig, HubertForCTC

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import speech

# The usual seven convolutions: a frame each 320 samples; group norm, norm last, no mask.
speech.make("a", HubertForCTC, functools.partial(
    HubertConfig, hidden_size=20, num_hidden_layers=2, num_attention_heads=5, intermediate_size=36, hidden_act="gelu", feat_extract_norm="group",
    conv_bias=True, do_stable_layer_norm=False, conv_dim=(12, 8, 8, 8, 8, 8, 8), num_conv_pos_embeddings=6, num_conv_pos_embedding_groups=4,
    mask_time_prob=0.0, mask_feature_prob=0.0),
    seed=505, dtype=torch.bfloat16, former_names=True, masks=False, lengths=(5000, 3555), tokenizer_options={})
# Layer norm with norm last, no norm before the projection, masks.
speech.make("b", HubertForCTC, functools.partial(
    HubertConfig, hidden_size=28, num_hidden_layers=1, num_attention_heads=2, intermediate_size=33, hidden_act="relu", feat_extract_norm="layer",
    conv_bias=False, do_stable_layer_norm=False, feat_proj_layer_norm=False, conv_dim=(8, 8, 8), conv_kernel=(10, 4, 3), conv_stride=(5, 4, 2),
    num_conv_pos_embeddings=7, num_conv_pos_embedding_groups=7),
    seed=606, dtype=torch.float32, former_names=False, masks=True, lengths=(1030, 800), tokenizer_options=dict(word_delimiter_token="T"))
speech.manifest({"a": 505, "b": 606})
