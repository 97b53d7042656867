"""Names, words and numbers that fill the tables: most are made up, so that no model can learn them by heart."""

import random

# Syllables of made-up names. Those of HELD_OUT occur in held-out tables alone.
ONSETS = "b br c ch cl d dr f fl g gl gr h j k kl l m n p pl pr r s sh sk sl st t th tr v w z".split()
VOWELS = "a e i o u ai ea ee oa ou ei ia".split()
CODAS = "- - - n r l s m th ck nd rt st x ng sk".split()
HELD_OUT = dict(onsets="bl cr fr gn kr sn sp sw tw y qu wr".split(), codas="- - d p t mp lk rn ft ll".split())

FIRST = """Ada Alan Amir Anna Ben Bruno Carla Cem Clara Dan Dora Elif Emil Eva Felix Fiona Greta Hugo Ida Igor Ines Ivan
    Jana Jonas Jun Kaya Kim Lars Lea Leo Lina Lucas Maya Mei Mona Nadia Nils Nina Noor Olga Omar Otto Paula Pia Rana
    Rosa Ruth Sami Sara Sven Tara Theo Tim Uma Vera Viktor Wanda Yara Yusuf Zoe""".split()
ADJECTIVES = """amber ancient bitter black blue bold brave bright broken calm clear cold copper crimson dark deep dry early
    eastern empty endless fair fallen far fast fine first free fresh gentle giant golden grand gray great green happy
    heavy hidden high hollow honest icy inner iron late lazy little lonely long lost loud low lucky misty modern narrow
    new noble northern old open outer pale plain polar proud quick quiet rapid rare red rough royal rusty sacred salty
    sharp short silent silver simple slow small smooth soft southern spare stone stormy strange strong sudden sunny sweet
    swift tall tender thin tiny upper vast violet warm western white wide wild windy wise wooden young""".split()
NOUNS = """anchor apple arch arrow autumn badge bank barn basin bay beach beacon bell bird boat bone bottle branch bread
    breeze brick bridge brook brush canyon castle cedar chain chalk cherry cliff clock cloud coast comet copper coral
    corner creek crown dawn desert dream drum dust eagle echo edge ember engine falcon feather fern field fire flame
    flower forest fox frost garden gate ghost glacier glass grove gull harbor harvest hawk head heart hill hollow honey
    horizon horn house island ivory ivy journey kettle key king kite ladder lake lamp lantern leaf lily lion maple market
    meadow memory mill mirror moon moss mountain needle nest night north oak ocean orchard owl paper path pearl pebble
    pepper pine planet pond prairie queen rain raven reef ridge ring river road robin rock root rope rose salt sand
    shadow shell shore sky smoke snow song spark spring star stone storm stream summer sun swan thorn thunder tide tiger
    timber torch tower trail valley wave well whale wheat willow wind window winter wolf wood""".split()
TOPICS = """acid air algebra angle animal argument atom balance battery biology bond brain budget cable calculus camera
    cell change chart chemistry circuit city climate code color computer conflict contract cost culture data debt design
    diet disease drama earth ecology economy education electron element energy equation ethics evidence evolution
    experiment family fashion field film finance fluid food force fraction function future game gene geometry grammar
    graph gravity health heat history image income index industry interest internet justice kitchen knowledge labor
    language law light limit logic loop machine magnet map market material matrix measure media medicine memory metal
    method mind model money motion motor music myth nature network noise number object optics orbit order organ paint
    painting particle pattern peace philosophy physics plan plant poem poetry policy pollution power pressure price
    probability process product program proof protein psychology radio reaction reading recipe religion risk robot rule
    safety sample science search sense sequence series set shape signal skill sleep society software soil sound space
    species speech sport state statistics steel story structure style supply surface survey symbol system tax team
    technology text theater theory time tool trade traffic training transport tree value vector video virus vision
    vocabulary voice waste water weather wind word work writing""".split()
PREFIXES = """anti auto bio counter de dis en ex hyper in inter macro micro mis multi neo non out over poly post pre pro re
    semi sub super tele trans ultra un under""".split()
ROOTS = """act arch astr cap cede cogn cord cred cycl dict domin duct fact fer fin firm flect form fract fug gen geo
    grad graph ject jud labor lev loc log magn mand mar mater med ment metr migr min mit mob mon mor mot nav nomin norm
    not oper ord pass pel pend phon photo plic polar popul port pos press psych quer rect rupt san scrib sect sens serv
    sign sim sist solv son spect spir stat stim strat struct summ tact tang tempor tend terr text therm tract vac val
    vari ven vers vid vis voc volv""".split()
SUFFIXES = """able age al ance ary ate ation ed ence er ery fy ible ic ical ing ion ism ist ity ive ization less ment ness
    ology or ous ship ture ure y""".split()


class Words:
    """Draws names and words; the held-out ones have syllables of their own."""

    def __init__(self, seed: int, held_out: bool = False):
        self.random = random.Random(seed)
        self.onsets = ONSETS if not held_out else HELD_OUT["onsets"] * 3 + ONSETS
        self.codas = CODAS if not held_out else HELD_OUT["codas"] + CODAS

    def invented(self, least: int = 2, most: int = 3) -> str:
        draw = self.random
        syllables = draw.randint(least, most)
        word = "".join(draw.choice(self.onsets) + draw.choice(VOWELS) for _ in range(syllables))
        return word + draw.choice(self.codas).replace("-", "")

    def learned(self) -> str:
        """A word as textbooks have them: classification, interactive."""
        draw = self.random
        word = draw.choice(ROOTS) + draw.choice(SUFFIXES)
        return draw.choice(PREFIXES) + word if draw.random() < 0.4 else word

    def place(self) -> str:
        draw = self.random
        kind = draw.random()
        if kind < 0.45:
            return self.invented().title()
        if kind < 0.6:
            return (
                draw.choice("North South East West New Old Port Fort Mount Saint Upper Lower Lake".split())
                + " "
                + self.invented(1, 2).title()
            )
        if kind < 0.85:
            return f"{draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}".title()
        return draw.choice(NOUNS).title() + draw.choice(
            "ton ford ham bury dale field mouth port wick stead haven".split()
        )

    def surname(self) -> str:
        return self.invented(1, 2).title() if self.random.random() < 0.8 else self.random.choice(NOUNS).title()

    def person(self) -> str:
        first = self.random.choice(FIRST) if self.random.random() < 0.7 else self.invented(1, 2).title()
        return f"{first} {self.surname()}"

    def title(self) -> str:
        draw = self.random
        kind = draw.random()
        if kind < 0.3:
            return f"The {draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}"
        if kind < 0.5:
            return f"{draw.choice(NOUNS)} of {self.invented().title()}".capitalize()
        if kind < 0.7:
            return f"{draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}s".title()
        if kind < 0.85:
            return f"{draw.choice(NOUNS)} and {draw.choice(NOUNS)}".capitalize()
        return draw.choice(NOUNS).title()

    def topic(self) -> str:
        draw = self.random

        def word() -> str:
            return draw.choice(TOPICS) if draw.random() < 0.6 else self.learned()

        kind = draw.random()
        if kind < 0.3:
            return word().capitalize()
        if kind < 0.65:
            return f"{word()} {word()}".capitalize()
        if kind < 0.75:
            return f"{word()} {word()}".title()
        if kind < 0.85:
            return f"{word()} {word()} {word()}".title()
        if kind < 0.95:
            return f"{word()} and {word()}".capitalize()
        return draw.choice(
            ["Introduction", "Preface", "Overview", "Basics", "Outlook", "Appendix", "Summary", "Glossary"]
        )

    def team(self) -> str:
        draw = self.random
        if draw.random() < 0.6:
            return f"{self.invented(1, 2).title()} {draw.choice(NOUNS).title()}s"
        return (
            draw.choice(["Rovers", "Rangers", "Dynamo", "Falcons", "Giants", "Comets", "Sailors", "Hunters"])
            + " "
            + self.invented(1, 2).title()
        )

    def product(self) -> str:
        draw = self.random
        if draw.random() < 0.5:
            return self.invented(1, 3).title()
        return f"{draw.choice(ADJECTIVES)} {draw.choice(NOUNS)}".capitalize()

    def common(self) -> str:
        """A plain word, small letters."""
        return self.random.choice(NOUNS) if self.random.random() < 0.7 else self.invented(1, 2)

    def company(self) -> str:
        end = self.random.choice(["", "", " Ltd", " Group", " Works", " Inc", " & Sons"])
        return (self.invented(1, 3).title() if self.random.random() < 0.7 else self.random.choice(NOUNS).title()) + end

    def many(self, kind: str, count: int) -> list[str]:
        """Different names, none of which has another among its words."""
        names: list[str] = []
        tries = 0
        while len(names) < count:
            name = getattr(self, kind)()
            tries += 1
            if all(name.lower() not in other.lower() and other.lower() not in name.lower() for other in names):
                names.append(name)
        return names
