"""What is said of Fashion-MNIST's pictures: names of the classes and sentences around them."""

LABELS = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
]
# The dataset's own names first. A model that starts from nothing knows no word that it was not shown, so
# every name that it shall know is here.
NAMES = [
    ["t-shirt/top", "t-shirt", "top", "tee", "t shirt", "short-sleeved top"],
    ["trouser", "trousers", "pair of trousers", "pair of pants", "pants"],
    ["pullover", "sweater", "jumper", "jersey"],
    ["dress", "frock", "gown"],
    ["coat", "jacket", "overcoat"],
    ["sandal", "sandals", "pair of sandals", "open shoe"],
    ["shirt", "blouse", "button-down shirt"],
    ["sneaker", "sneakers", "trainer", "running shoe", "sports shoe"],
    ["bag", "handbag", "purse"],
    ["ankle boot", "boot", "ankle boots", "pair of boots", "high shoe"],
]
PROMPTS = [
    "{}", "{}", "a {}", "the {}", "a photo of a {}", "a photo of a {}", "a photo of the {}",
    "a photo of one {}", "a picture of a {}", "a picture of the {}", "an image of a {}",
    "an image of the {}", "a photograph of a {}", "a black and white photo of a {}",
    "a black and white picture of the {}", "a blurry photo of a {}", "a small photo of a {}",
    "a good photo of a {}", "a bad photo of a {}", "a photo of a piece of clothing: {}",
    "this is a {}", "this is the {}", "here is a {}", "there is a {} in the picture",
    "a {} on a black background", "a {} in a shop", "someone sells a {}", "a {} from a catalogue",
]
# Sentences that are in no training caption, made of words that are.
UNSEEN_PROMPTS = [
    "this is a photo of {}", "a small picture of a {}", "a bad image of the {}",
    "a blurry photograph of the {}", "a good black and white image of a {}",
    "in the shop there is a {}", "a photo of a {} on a black background",
]


def prompt(label: int, chooser, prompts=PROMPTS) -> str:
    text = chooser.choice(prompts).replace("{}", chooser.choice(NAMES[label]))
    for vowel in "aeio":
        text = text.replace(f" a {vowel}", f" an {vowel}")
    return text[0].upper() + text[1:] + "." if chooser.random() < 0.3 else text
