"""Makes the wav2vec 2.0 parity fixtures; see ../speech.py.

    OMP_NUM_THREADS=1 python generate.py
"""
import functools, sys
import torch
from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

sys.dont_write_bytecode = True
sys.path.insert(0, "..")
import speech

SMALL = dict(num_codevectors_per_group=4, codevector_dim=4, proj_codevector_dim=4, classifier_proj_size=4, tdnn_dim=(4,), tdnn_kernel=(1,),
             tdnn_dilation=(1,), xvector_output_dim=4)

# Group norm, no biases in the convolutions, norm last, an even positional kernel, no mask.
speech.make("a", Wav2Vec2ForCTC, functools.partial(
    Wav2Vec2Config, hidden_size=24, num_hidden_layers=2, num_attention_heads=4, intermediate_size=33, hidden_act="gelu",
    feat_extract_norm="group", conv_bias=False, do_stable_layer_norm=False, conv_dim=(12, 10, 8), conv_kernel=(10, 3, 2), conv_stride=(5, 4, 2),
    num_conv_pos_embeddings=8, num_conv_pos_embedding_groups=3, **SMALL),
    seed=303, dtype=torch.float32, former_names=False, masks=False, lengths=(1000, 830), tokenizer_options={})
# Layer norm, biases, norm first, an odd positional kernel, the weight norm's former names, masks; stored in half precision.
speech.make("b", Wav2Vec2ForCTC, functools.partial(
    Wav2Vec2Config, hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=41, hidden_act="gelu_new",
    feat_extract_activation="silu", feat_extract_norm="layer", conv_bias=True, do_stable_layer_norm=True, layer_norm_eps=1e-6, conv_dim=(9, 12, 16, 7),
    conv_kernel=(10, 3, 5, 2), conv_stride=(5, 2, 4, 1), num_conv_pos_embeddings=5, num_conv_pos_embedding_groups=2, **SMALL),
    seed=404, dtype=torch.float16, former_names=True, masks=True, lengths=(1003, 711),
    tokenizer_options=dict(do_lower_case=True, replace_word_delimiter_char="_"))
speech.manifest({"a": 303, "b": 404})
