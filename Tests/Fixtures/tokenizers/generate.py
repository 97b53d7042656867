"""Makes the tokenizer fixtures: small vocabularies, and what the reference makes of some texts.

Run by hand, in this folder, with tokenizers 0.21.4 and transformers 4.49.0:

    TOKENIZERS_PARALLELISM=false python generate.py

Each folder holds a tokenizer as a checkpoint has it, and cases.json with ids, offsets and decoded text.
"""
import base64, collections, hashlib, json, os, shutil, struct, sys
import tokenizers, transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

CORPUS = """The quick brown fox jumps over the lazy dog while the cat sleeps in the sun and the rain falls.
A photo of a cat, a photo of a dog, a drawing of the house near the river; what colour is the house?
Tokenizers turn text into tokens: words, parts of words, punctuation marks and numbers such as 12, 345 and 2024.
It's what we're told they've said, and I'll say that he'd do it, but she can't and won't: that's all.
The naïve café in Zürich serves crème brûlée, jalapeños and smörgåsbord to señor Núñez and Łukasz.
Привет мир, это простой текст на русском языке. Γειά σου Κόσμε. שלום עולם. مرحبا بالعالم. नमस्ते दुनिया.
日本語のテキストと漢字、中文文本也在这里。한국어 텍스트도 있습니다。 ไทย
def main(args): return [x + 1 for x in range(10) if x % 2 == 0]  # comment
Question answering, named entity recognition, summarisation, translation, classification and generation.
""".splitlines()

TEXTS = [
    "", " ", "\n\t  \r\n", "Hello, world!", "The quick brown fox jumps over the lazy dog.",
    "  leading and   multiple spaces\tand\ttabs\nnewline  ", "It's we're don't I'll CAN'T HE'S they'Ve",
    "naïve café façade Ünïcödé ÇA", "日本語 テキスト 漢字 𠀀 한국어", "emoji 😀👍🏽 zwj 👩‍👩‍👧 flag 🇨🇭 end", "1234 3.14 1,000 v2.0 ٣٤ Ⅷ ½²",
    "unbelievable tokenization antidisestablishmentarianism", "a_b-c/d\\e@f#g $5 50% (x) [y] {z} <t> `~^",
    "<s> [MASK] <mask> <|endoftext|> [CLS]</s>x <mask>", "ＦＵＬＬwidth ｶﾞ ﬁ ligature ǅ ẞ", "e\u0301 combining o\u0308\u0323 a\u0323\u0308 \u0301start \u1100\u1161\u11a8",
    "\u200bzero\u200dwidth\u00a0nbsp\u3000ideo\u2028line\ufeff", "control \x07 char \ufffd \x00 nul \x1f\x7f end", "...!!!???--- «»„“ ‚‘ 。、！",
    "word" * 40, "x" * 101, "Привет мир Ελλάδα ΣΑΣ İstanbul ß ŉ", "שלום עולם مرحبا نَصّ", "tab\tnew\r\nline\r\n\r\n  end", "\u0e01\u0e33 \u0915\u094d\u0937\u093f ที่",
    "it 's a do not , I 'm ok . we 've", "a<mask>b <mask>  c", "Ḁ̈ q̣̇ \u212b\u2126 \u1e9b\u0323", "newword NEWWORD new word newwords", "ab cd" * 8,
]
PAIRS = [("What colour is the cat?", "The cat on the sofa is red and the dog is brown."), ("", "x")]
CUTS = [dict(), dict(truncation=True, max_length=14), dict(truncation="only_first", max_length=40), dict(truncation="only_second", max_length=14),
        dict(truncation="longest_first", max_length=7)]


def write(name, **files):
    shutil.rmtree(name, ignore_errors=True)
    os.makedirs(name)
    for file, content in files.items():
        path = os.path.join(name, file.replace("__", "."))
        with open(path, "w", encoding="utf-8") as f:
            if isinstance(content, str):
                f.write(content)
            else:
                json.dump(content, f, ensure_ascii=False, separators=(",", ":"))


def save(name, tokenizer, **config):
    write(name, tokenizer__json=json.loads(tokenizer.to_str()), tokenizer_config__json=config)


def bytelevel_bpe(size, special):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    state = json.loads(t.to_str())["model"]
    return state["vocab"], [tuple(m) if isinstance(m, list) else tuple(m.split(" ")) for m in state["merges"]]


def legacy(name, vocab, merges, **config):
    write(name, vocab__json=vocab, merges__txt="#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), tokenizer_config__json=config)


def wordpieces(lower):
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer(lowercase=lower)
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    t.train_from_iterator(CORPUS, trainers.WordPieceTrainer(
        vocab_size=420, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False))
    return [w for w, _ in sorted(t.get_vocab().items(), key=lambda kv: kv[1])]


def charsmap(rules):
    """A charsmap as sentencepiece compiles it: a double array over the bytes of the keys, and the texts."""
    texts, values = b"", {}
    for key, value in sorted(rules.items()):
        values[key.encode()] = len(texts)
        texts += value.encode() + b"\0"
    tree = {}
    for key, value in values.items():
        node = tree
        for byte in key:
            node = node.setdefault(byte, {})
        node[None] = value
    units, used = [0] * 65536, [False] * 65536

    def place(node, at):
        """Puts the children of a node where they are free; an offset is told by its exclusive or."""
        labels = [0] * (None in node) + [b for b in node if b is not None]
        base = 1
        while True:
            offset = at ^ base
            # 21 bits are enough here, so that no offset is stored shifted.
            if base < 1 << 21 and all(base ^ b < len(units) and not used[base ^ b] and base ^ b for b in labels) and offset < 1 << 21:
                break
            base += 1
        for b in labels:
            used[base ^ b] = True
        units[at] |= offset << 10 | (1 << 8 if None in node else 0)
        for b in labels:
            units[base ^ b] = node[None] | 1 << 31 if b == 0 else b
        for b in labels:
            if b:
                place(node[b], base ^ b)

    used[0] = True
    place(tree, 0)
    size = max(i for i, u in enumerate(used) if u) + 256
    blob = struct.pack(f"<{size}I", *units[:size])
    return struct.pack("<I", len(blob)) + blob + texts


def unigram(fallback=False, extra=()):
    t = Tokenizer(models.Unigram())
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.train_from_iterator(CORPUS, trainers.UnigramTrainer(
        vocab_size=330, special_tokens=["<s>", "<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False))
    vocab = [(p, round(s, 4)) for p, s in json.loads(t.to_str())["model"]["vocab"]]
    return Tokenizer(models.Unigram(vocab + list(extra), unk_id=3, byte_fallback=fallback))


def make():
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    for lower in (True, False):
        vocab = wordpieces(lower)
        name = "bert-uncased" if lower else "bert-cased"
        t = Tokenizer(models.WordPiece({w: i for i, w in enumerate(vocab)}, unk_token="[UNK]"))
        t.normalizer = normalizers.BertNormalizer(lowercase=lower)
        t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        t.decoder = decoders.WordPiece()
        t.post_processor = (processors.TemplateProcessing(
            single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
            if lower else processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2)))
        t.add_special_tokens(special)
        t.add_tokens([AddedToken("newword", single_word=True), AddedToken("[NEW]", normalized=False, lstrip=True, rstrip=True)])
        save(name, t, tokenizer_class="BertTokenizer", do_lower_case=lower, model_max_length=64, clean_up_tokenization_spaces=lower)
        write(name + "-legacy", vocab__txt="\n".join(vocab) + "\n", tokenizer_config__json=dict(
            tokenizer_class="BertTokenizer", do_lower_case=lower, strip_accents=None if lower else True, tokenize_chinese_chars=lower, model_max_length=64),
            special_tokens_map__json=dict(unk_token="[UNK]", sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", mask_token="[MASK]"),
            added_tokens__json={"newword": len(vocab)})

    vocab, merges = bytelevel_bpe(460, ["<|endoftext|>"])
    legacy("gpt2-legacy", vocab, merges, tokenizer_class="GPT2Tokenizer", model_max_length=1024, add_bos_token=True)
    t = Tokenizer(models.BPE(vocab, merges))
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.ByteLevel(trim_offsets=True)
    t.add_special_tokens(["<|endoftext|>"])
    save("gpt2", t, tokenizer_class="GPT2Tokenizer", model_max_length=1024, add_prefix_space=True)

    vocab, merges = bytelevel_bpe(460, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    legacy("roberta-legacy", vocab, merges, tokenizer_class="RobertaTokenizer", model_max_length=64, add_prefix_space=True)
    t = Tokenizer(models.BPE(vocab, merges))
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.RobertaProcessing(("</s>", vocab["</s>"]), ("<s>", vocab["<s>"]), add_prefix_space=False)
    t.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, normalized=False)])
    save("roberta", t, tokenizer_class="RobertaTokenizer", model_max_length=64)

    t = Tokenizer(models.BPE(end_of_word_suffix="</w>", unk_token="<|endoftext|>"))
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    split = pre_tokenizers.Split(Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""), behavior="removed", invert=True)
    t.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    t.pre_tokenizer = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=640, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), end_of_word_suffix="</w>", show_progress=False))
    state = json.loads(t.to_str())["model"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [tuple(m) for m in state["merges"]]
    words = list(dict.fromkeys(alphabet + [c + "</w>" for c in alphabet] + ["".join(m) for m in merges] + ["<|startoftext|>", "<|endoftext|>"]))
    vocab = {w: i for i, w in enumerate(words)}
    legacy("clip-legacy", vocab, merges, tokenizer_class="CLIPTokenizer", model_max_length=77)
    mark = dict(single_word=False, lstrip=False, rstrip=False, normalized=True)
    with open("clip-legacy/special_tokens_map.json", "w") as f:
        json.dump(dict(bos_token=dict(mark, content="<|startoftext|>"), eos_token=dict(mark, content="<|endoftext|>"),
                       unk_token=dict(mark, content="<|endoftext|>"), pad_token="!"), f)

    t = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    t.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    t.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=620, special_tokens=["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)], limit_alphabet=90, show_progress=False))
    state = json.loads(t.to_str())
    state["pre_tokenizer"] = None
    state["added_tokens"] = state["added_tokens"][:3]
    t = Tokenizer.from_str(json.dumps(state))
    t.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    save("llama", t, tokenizer_class="LlamaTokenizer", model_max_length=1000000000000000019884624838656, add_bos_token=True, add_eos_token=True,
         bos_token="<s>", eos_token="</s>", unk_token="<unk>", legacy=False)

    pattern = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
    vocab, merges = bytelevel_bpe(450, [])
    vocab = dict(vocab, **{"colour": len(vocab)})
    t = Tokenizer(models.BPE(vocab, merges, ignore_merges=True))
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    t.decoder = decoders.ByteLevel()
    t.add_special_tokens(["<|begin_of_text|>", "<|end_of_text|>"])
    t.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=True), processors.TemplateProcessing(
        single="<|begin_of_text|> $A", pair="<|begin_of_text|> $A <|begin_of_text|> $B:1", special_tokens=[("<|begin_of_text|>", t.token_to_id("<|begin_of_text|>"))])])
    save("llama3", t, tokenizer_class="PreTrainedTokenizerFast", model_max_length=131072, bos_token="<|begin_of_text|>", eos_token="<|end_of_text|>",
         clean_up_tokenization_spaces=True)

    rules = {"ﬁ": "fi", "½": "1⁄2", "\u00a0": " ", "\u3000": " ", "\u200b": " ", "\t": " ", "\n": " ", "Ａ": "A", "Ｆ": "F", "Ｕ": "U", "Ｌ": "L", "\u0007": "", "\ufeff": "",
             "e\u0301": "é", "o\u0308": "ö", "a\u0323": "ạ", "ｶﾞ": "ガ", "²": "2", "Å": "Å", "…": "...", "İ": "i\u0307", "\ufffd": " "}
    t = unigram(extra=[("<mask>", 0.0)])
    t.normalizer = normalizers.Sequence([normalizers.Precompiled(charsmap(rules)), normalizers.Strip(left=False, right=True), normalizers.Replace(Regex(" {2,}"), "▁")])
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    t.decoder = decoders.Metaspace()
    t.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, normalized=False)])
    t.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    save("xlm-roberta", t, tokenizer_class="XLMRobertaTokenizer", model_max_length=64)

    t = unigram(fallback=True, extra=[(f"<0x{i:02X}>", -12.0) for i in range(256)])
    t.normalizer = normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip()])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="first")])
    t.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="first")])
    t.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    save("unigram-bytes", t, tokenizer_class="PreTrainedTokenizerFast", unk_token="<unk>", pad_token="<pad>", padding_side="left")

    t = Tokenizer(models.WordLevel(unk_token="[UNK]"))
    t.normalizer = normalizers.NFKC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation("contiguous")])
    t.train_from_iterator(CORPUS, trainers.WordLevelTrainer(vocab_size=150, special_tokens=["[UNK]", "[PAD]"], show_progress=False))
    t.add_tokens([AddedToken("newword", single_word=True, lstrip=True), AddedToken("Ünïcödé", normalized=True, rstrip=True)])
    save("word-level", t, tokenizer_class="PreTrainedTokenizerFast", unk_token="[UNK]", pad_token="[PAD]")

    t = Tokenizer(models.BPE(unk_token="[UNK]", continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    t.normalizer = normalizers.Sequence([normalizers.NFD(), normalizers.StripAccents(), normalizers.NFC()])
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.CharDelimiterSplit(" "), pre_tokenizers.Digits(), pre_tokenizers.Punctuation("merged_with_previous")])
    t.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=420, special_tokens=["[UNK]"], continuing_subword_prefix="##", end_of_word_suffix="</w>", show_progress=False))
    t.decoder = decoders.BPEDecoder()
    save("bpe-affixes", t, tokenizer_class="PreTrainedTokenizerFast", unk_token="[UNK]")


def record(name):
    t = AutoTokenizer.from_pretrained(name)
    assert t.is_fast
    cases, pairs, windows = [], [], []
    for text in TEXTS:
        e = t(text, return_offsets_mapping=True)
        cases.append(dict(text=text, ids=e["input_ids"], offsets=[x for o in e["offset_mapping"] for x in o], words=e.word_ids(),
                          decoded=t.decode(e["input_ids"]), skipped=t.decode(e["input_ids"], skip_special_tokens=True)))
    for (a, b) in PAIRS:
        for kw in CUTS:
            case = dict(text=a, pair=b, **kw)
            try:
                e = t(a, b, return_token_type_ids=True, **kw)
                case.update(ids=e["input_ids"], types=e["token_type_ids"])
            except Exception as error:
                case["error"] = str(error)
            pairs.append(case)
    for kw in (dict(max_length=12, stride=3), dict(max_length=9, stride=0)):
        e = t(CORPUS[0], truncation=True, return_overflowing_tokens=True, **kw)
        windows.append(dict(text=CORPUS[0], windows=e["input_ids"], **kw))
        e = t(TEXTS[3], CORPUS[1], truncation="only_second", return_overflowing_tokens=True, **dict(kw, max_length=26))
        windows.append(dict(text=TEXTS[3], pair=CORPUS[1], strategy="only_second", windows=e["input_ids"], **dict(kw, max_length=26)))
    with open(os.path.join(name, "cases.json"), "w", encoding="utf-8") as f:
        json.dump(dict(cases=cases, pairs=pairs, windows=windows, count=len(t), maximumLength=min(t.model_max_length, 10**9), padsLeft=t.padding_side == "left"),
                  f, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    assert tokenizers.__version__ == "0.21.4" and transformers.__version__ == "4.49.0"
    make()
    folders = sorted(d for d in os.listdir(".") if os.path.isdir(d))
    manifest = dict(tokenizers=tokenizers.__version__, transformers=transformers.__version__, files={})
    for name in folders:
        record(name)
        for file in sorted(os.listdir(name)):
            manifest["files"][f"{name}/{file}"] = hashlib.sha256(open(os.path.join(name, file), "rb").read()).hexdigest()
    with open("MANIFEST.json", "w") as f:
        json.dump(manifest, f, indent=1)
        f.write("\n")
