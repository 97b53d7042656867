"""What the tables are about: domains, each a kind of thing with columns, and how people ask for them.

In wordings {x} is a thing's name, {ns} and {np} the kind of thing (singular, plural), {v} a cell's text, {n} a
number. A column that a table may have:

count    things that are counted: `word` in the plural; `verbs` as in "does ... have", "have", "has"
measure  a quantity: `names` in questions, `units` in headers, words for comparing
year     a year: `did` as in "was {x} built", `done` as in "built"
text     a word: `names`, and its own ways to ask (`ask`), to find the thing (`find`) and to say a condition
         (`are` after the plural, `that` after a noun)
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Column:
    kind: str
    names: tuple[str, ...]
    headers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    decimals: int = 0
    verbs: tuple[str, str, str] = ("have", "have", "has")
    more: str = ""
    less: str = ""
    most: str = ""
    least: str = ""
    did: str = ""
    done: str = ""
    values: tuple[str, ...] = ()
    maker: str = ""
    ask: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    are: tuple[str, ...] = ()
    that: tuple[str, ...] = ()


def count(word: str, low: int, high: int, *synonyms: str, verbs=("have", "have", "has"), headers=()) -> Column:
    return Column("count", (word, *synonyms), tuple(headers), low=low, high=high, verbs=verbs)


def measure(
    names: str, units: str, low, high, more="", less="", most="", least="", ask=(), decimals=0, headers=()
) -> Column:
    return Column(
        "measure",
        tuple(names.split("/")),
        tuple(headers),
        tuple(filter(None, units.split("/"))),
        low,
        high,
        decimals,
        more=more,
        less=less,
        most=most,
        least=least,
        ask=tuple(ask),
    )


def year(names: str, did: str, done: str, low=1750, high=2016, most="newest", least="oldest", headers=()) -> Column:
    return Column(
        "year", tuple(names.split("/")), tuple(headers), low=low, high=high, did=did, done=done, most=most, least=least
    )


def text(names: str, values="", maker="", ask=(), find=(), are=(), that=(), headers=()) -> Column:
    return Column(
        "text",
        tuple(names.split("/")),
        tuple(headers),
        values=tuple(values.split("/")) if values else (),
        maker=maker,
        ask=tuple(ask),
        find=tuple(find),
        are=tuple(are),
        that=tuple(that),
    )


COLORS = "red/blue/green/yellow/white/black/brown/orange/purple/grey/pink/silver"
DIRECTIONS = "north/south/east/west"
COUNTRIES = """Norway/Chile/Kenya/Japan/Canada/Peru/Italy/Ghana/India/Spain/Brazil/Egypt/Poland/France/Vietnam/Greece/Cuba/Iran/
Turkey/Mexico/Finland/Nepal/Ireland/Angola""".replace("\n", "")
DAYS = "Monday/Tuesday/Wednesday/Thursday/Friday/Saturday/Sunday"
MONTHS = "January/February/March/April/June/July/August/September/October/November/December"

COLUMNS = {
    # Counted things.
    "goals": count("goals", 0, 40, verbs=("score", "scored", "scored")),
    "points": count("points", 0, 120, verbs=("get", "have", "has")),
    "wins": count("wins", 0, 30, "victories"),
    "losses": count("losses", 0, 30, "defeats"),
    "medals": count("medals", 0, 25, verbs=("win", "won", "won")),
    "matches": count("matches", 1, 60, "games", verbs=("play", "played", "played")),
    "rooms": count("rooms", 1, 90),
    "beds": count("beds", 2, 300),
    "seats": count("seats", 2, 900),
    "doors": count("doors", 2, 12),
    "windows": count("windows", 1, 60),
    "floors": count("floors", 1, 60, "storeys"),
    "employees": count("employees", 3, 9000, "workers", "staff members", verbs=("employ", "employ", "employs")),
    "students": count("students", 8, 900, "pupils"),
    "teachers": count("teachers", 1, 80),
    "members": count("members", 4, 500),
    "visitors": count("visitors", 50, 90000, verbs=("get", "had", "had")),
    "inhabitants": count("inhabitants", 200, 900000, "residents", "people"),
    "bridges": count("bridges", 0, 40),
    "schools": count("schools", 0, 50),
    "parks": count("parks", 0, 30),
    "books": count("books", 1, 70),
    "songs": count("songs", 3, 60, "tracks"),
    "episodes": count("episodes", 4, 120),
    "seasons": count("seasons", 1, 15),
    "awards": count("awards", 0, 20, "prizes", verbs=("win", "won", "won")),
    "words_": count("words", 300, 9000),
    "pictures": count("pictures", 0, 60, "images"),
    "exercises": count("exercises", 0, 40),
    "wheels": count("wheels", 2, 18),
    "passengers": count("passengers", 2, 600, verbs=("carry", "carry", "carries")),
    "copies": count("copies", 10, 50000, verbs=("sell", "sold", "sold")),
    "votes": count("votes", 20, 90000, verbs=("receive", "received", "received")),
    "errors": count("errors", 0, 50, "mistakes", verbs=("make", "made", "made")),
    "trees_": count("trees", 3, 800),
    "eggs": count("eggs", 1, 30, verbs=("lay", "laid", "laid")),
    "legs": count("legs", 0, 12),
    "moons": count("moons", 0, 80),
    "stations": count("stations", 2, 60, "stops"),
    "branches": count("branches", 1, 90),
    "orders": count("orders", 1, 400),
    "children": count("children", 0, 9, "kids"),
    "pages": count("pages", 2, 60),
    # Quantities.
    "height": measure(
        "height",
        "m/metres/ft/cm",
        8,
        900,
        "taller",
        "shorter",
        "tallest",
        "shortest",
        ("How tall is {x}?", "How high is {x}?", "{x} is how tall?"),
    ),
    "elevation": measure(
        "elevation/altitude",
        "m/metres/ft",
        20,
        6000,
        "higher",
        "lower",
        "highest",
        "lowest",
        ("How high is {x}?", "How high up is {x}?", "At what height is {x}?"),
    ),
    "length": measure(
        "length",
        "m/km/cm/miles",
        2,
        900,
        "longer",
        "shorter",
        "longest",
        "shortest",
        ("How long is {x}?", "{x} is how long?", "What length is {x}?"),
    ),
    "depth": measure(
        "depth",
        "m/metres",
        2,
        400,
        "deeper",
        "shallower",
        "deepest",
        "shallowest",
        ("How deep is {x}?", "{x} is how deep?"),
    ),
    "weight": measure(
        "weight",
        "kg/g/lb/tons",
        2,
        900,
        "heavier",
        "lighter",
        "heaviest",
        "lightest",
        ("How heavy is {x}?", "How much does {x} weigh?", "What does {x} weigh?"),
    ),
    "age": measure(
        "age",
        "years",
        3,
        99,
        "older",
        "younger",
        "oldest",
        "youngest",
        ("How old is {x}?", "What age is {x}?", "{x} is how old?"),
    ),
    "speed": measure(
        "speed/top speed",
        "km/h/mph/knots",
        10,
        400,
        "faster",
        "slower",
        "fastest",
        "slowest",
        ("How fast is {x}?", "{x} is how fast?"),
    ),
    "price": measure(
        "price/cost",
        "$/EUR/euros/dollars",
        1,
        4000,
        "more expensive",
        "cheaper",
        "most expensive",
        "cheapest",
        ("How much does {x} cost?", "What does {x} cost?", "How expensive is {x}?", "How much is {x}?"),
    ),
    "area": measure(
        "area/size",
        "km2/ha/sq km",
        5,
        9000,
        "larger",
        "smaller",
        "largest",
        "smallest",
        ("How large is {x}?", "How big is {x}?", "What size is {x}?"),
    ),
    "duration": measure(
        "duration/running time/length",
        "min/minutes/h",
        2,
        240,
        "longer",
        "shorter",
        "longest",
        "shortest",
        ("How long does {x} last?", "How long is {x}?", "How long does {x} take?"),
    ),
    "distance": measure(
        "distance",
        "km/miles",
        1,
        900,
        "farther away",
        "nearer",
        "farthest away",
        "nearest",
        ("How far away is {x}?", "How far is {x}?"),
    ),
    "temperature": measure(
        "temperature",
        "C/degrees",
        1,
        95,
        "warmer",
        "colder",
        "warmest",
        "coldest",
        ("How warm is {x}?", "How hot is {x}?"),
    ),
    "width": measure(
        "width", "m/cm/mm", 1, 300, "wider", "narrower", "widest", "narrowest", ("How wide is {x}?", "{x} is how wide?")
    ),
    "salary": measure(
        "salary/pay/wage",
        "$/EUR/dollars",
        900,
        9000,
        "better paid",
        "worse paid",
        "best paid",
        "worst paid",
        ("How much does {x} earn?", "What does {x} earn?", "How much is {x} paid?"),
    ),
    "score": measure("score/mark/rating", "", 1, 10, "", "", "", "", (), 1),
    "population": measure(
        "population",
        "",
        300,
        900000,
        "more populous",
        "less populous",
        "most populous",
        "least populous",
        ("How many people live in {x}?", "How many inhabitants does {x} have?"),
        headers=("Population", "Inhabitants", "population", "Pop."),
    ),
    "capacity": measure(
        "capacity", "", 20, 80000, "", "", "", "", ("How many people fit into {x}?", "How much can {x} hold?")
    ),
    "revenue": measure("revenue/turnover/income", "$/EUR/million", 2, 9000),
    "budget": measure("budget", "$/million/EUR", 1, 900),
    "rank": measure("rank/place", "", 1, 60),
    "volume": measure("volume", "l/litres/ml", 1, 500),
    "discount": measure("discount", "%", 5, 70),
    "stock": measure(
        "stock/quantity/amount in stock",
        "",
        0,
        400,
        ask=("How many {x} are in stock?", "How much {x} is left?"),
        headers=("Stock", "In stock", "stock", "Quantity", "qty"),
    ),
    "energy": measure("energy/calories", "kcal", 20, 700),
    "protein": measure("protein/protein content", "g", 0, 40),
    "rainfall": measure(
        "rainfall/rain",
        "mm",
        0,
        300,
        "wetter",
        "drier",
        "wettest",
        "driest",
        ("How much rain falls in {x}?", "How much does it rain in {x}?"),
    ),
    "power": measure(
        "power",
        "kW/hp/W",
        20,
        900,
        "stronger",
        "weaker",
        "strongest",
        "weakest",
        ("How strong is {x}?", "How powerful is {x}?"),
    ),
    "diameter": measure("diameter", "km/cm/m", 3, 900),
    # Years.
    "built": year(
        "construction year/year of construction/year built",
        "was {x} built",
        "built",
        headers=("Built", "Year built", "year_built", "Built in", "Construction year", "Completed"),
    ),
    "founded": year(
        "founding year/year of foundation",
        "was {x} founded",
        "founded",
        headers=("Founded", "Year founded", "founded_in", "Established", "Founding year"),
    ),
    "released": year(
        "release year/year of release",
        "was {x} released",
        "released",
        1920,
        2016,
        headers=("Released", "Year", "release_year", "Release date", "Came out"),
    ),
    "published": year(
        "publication year/year of publication",
        "was {x} published",
        "published",
        headers=("Published", "Year", "year_published", "Publication year"),
    ),
    "born": year(
        "birth year/year of birth",
        "was {x} born",
        "born",
        1850,
        2010,
        "youngest",
        "oldest",
        headers=("Born", "Year of birth", "birth_year", "born"),
    ),
    "opened": year(
        "opening year/year of opening",
        "did {x} open",
        "opened",
        headers=("Opened", "Opening year", "opened_in", "Open since"),
    ),
    "joined": year(
        "joining year/year of joining",
        "did {x} join",
        "hired",
        1980,
        2016,
        "newest",
        "longest serving",
        headers=("Joined", "Hired", "Since", "joined"),
    ),
    # Words.
    "city": text(
        "city/town",
        maker="place",
        ask=("In which city is {x}?", "Where is {x}?", "In what town is {x}?"),
        find=("Which {ns} is in {v}?", "What {ns} is located in {v}?"),
        are=("are in {v}", "are located in {v}"),
        that=("in {v}", "located in {v}", "that are in {v}"),
        headers=("City", "Town", "city", "Location"),
    ),
    "country": text(
        "country/nation",
        COUNTRIES,
        ask=("Which country is {x} from?", "In which country is {x}?", "Where is {x} from?"),
        find=("Which {ns} is from {v}?", "Which {ns} comes from {v}?"),
        are=("are from {v}", "come from {v}", "are in {v}"),
        that=("from {v}", "in {v}", "that come from {v}"),
        headers=("Country", "Nation", "country", "From"),
    ),
    "color": text(
        "color/colour",
        COLORS,
        ask=("What color is {x}?", "Which colour is {x}?"),
        find=("Which {ns} is {v}?",),
        are=("are {v}",),
        that=("that are {v}", "in {v}", "coloured {v}"),
        headers=("Color", "Colour", "color"),
    ),
    "coast": text(
        "coast",
        DIRECTIONS,
        ask=("On which coast is {x}?", "On what coast is {x}?"),
        are=("are on the {v} coast", "stand on the {v} coast"),
        that=("on the {v} coast", "along the {v} coast"),
        headers=("Coast", "coast"),
    ),
    "region": text(
        "region/district",
        maker="place",
        ask=("In which region is {x}?", "Where is {x}?"),
        are=("are in {v}", "are in the {v} region"),
        that=("in {v}", "in the region {v}", "in the {v} district"),
    ),
    "genre": text(
        "genre/style",
        "drama/comedy/thriller/romance/fantasy/horror/western/history",
        ask=("What kind of {ns} is {x}?",),
        are=("are of the {v} genre",),
        that=("of the {v} genre", "in the genre {v}"),
    ),
    "category": text(
        "category/type/kind",
        "basic/premium/classic/sport/family/standard/deluxe/compact",
        ask=("What kind of {ns} is {x}?", "What type is {x}?"),
        are=("are of type {v}", "are {v}"),
        that=("of type {v}", "of the {v} kind"),
    ),
    "department": text(
        "department/division",
        "sales/research/finance/marketing/support/design/legal/logistics",
        ask=("Where does {x} work?", "In which department does {x} work?"),
        find=("Who works in {v}?",),
        are=("work in {v}", "are in {v}"),
        that=("in {v}", "who work in {v}", "working in {v}"),
    ),
    "position": text(
        "position/role",
        "keeper/defender/striker/winger/captain/libero",
        ask=("What position does {x} play?", "Where does {x} play?"),
        are=("play as {v}", "are {v}s"),
        that=("playing as {v}", "who play as {v}"),
    ),
    "subject": text(
        "subject/field",
        "physics/history/music/biology/art/chemistry/geography/latin",
        ask=("What does {x} teach?",),
        find=("Who teaches {v}?",),
        are=("teach {v}",),
        that=("who teach {v}", "teaching {v}"),
    ),
    "day": text(
        "day/weekday",
        DAYS,
        ask=("On which day is {x}?", "When is {x}?"),
        find=("Which {ns} is on {v}?",),
        are=("are on {v}", "take place on {v}"),
        that=("on {v}", "held on {v}"),
    ),
    "month": text(
        "month",
        MONTHS,
        ask=("In which month is {x}?", "When is {x}?"),
        find=("Which {ns} is in {v}?",),
        are=("are in {v}", "take place in {v}"),
        that=("in {v}", "held in {v}"),
    ),
    "status": text(
        "status/state",
        "open/closed/planned/delayed/done/active/cancelled",
        ask=("What state is {x} in?",),
        are=("are {v}",),
        that=("that are {v}", "marked {v}"),
    ),
    "material": text(
        "material",
        "wood/stone/steel/brick/concrete/glass/copper/iron",
        ask=("What is {x} made of?", "Of what is {x} made?"),
        are=("are made of {v}", "are built of {v}"),
        that=("made of {v}", "of {v}"),
    ),
    "language": text(
        "language",
        "French/Spanish/Hindi/Arabic/Polish/Dutch/Swahili/Turkish/Korean",
        ask=("What language is {x} in?", "In which language is {x}?"),
        are=("are in {v}", "are written in {v}"),
        that=("in {v}", "written in {v}"),
    ),
    "owner": text(
        "owner",
        maker="person",
        ask=("Who owns {x}?", "Who is the owner of {x}?", "To whom does {x} belong?"),
        find=("What does {v} own?", "Which {ns} does {v} own?", "Which {ns} belongs to {v}?"),
    ),
    "author": text(
        "author/writer",
        maker="person",
        ask=("Who wrote {x}?", "By whom was {x} written?", "Who is the author of {x}?"),
        find=("What did {v} write?", "Which {ns} did {v} write?", "Which {ns} is by {v}?"),
        headers=("Author", "Writer", "author", "Written by"),
    ),
    "director": text(
        "director",
        maker="person",
        ask=("Who directed {x}?", "Who is the director of {x}?", "By whom was {x} directed?"),
        find=("What did {v} direct?", "Which {ns} was directed by {v}?"),
        headers=("Director", "director", "Directed by"),
    ),
    "architect": text(
        "architect",
        maker="person",
        ask=("Who designed {x}?", "Who is the architect of {x}?"),
        find=("What did {v} design?", "Which {ns} was designed by {v}?"),
    ),
    "manager": text(
        "manager/head/boss",
        maker="person",
        ask=("Who manages {x}?", "Who runs {x}?", "Who leads {x}?"),
        find=("Which {ns} is run by {v}?", "What does {v} manage?"),
    ),
    "coach": text(
        "coach/trainer",
        maker="person",
        ask=("Who coaches {x}?", "Who trains {x}?"),
        find=("Which {ns} is coached by {v}?", "Whom does {v} coach?"),
    ),
    "speaker": text(
        "speaker/lecturer",
        maker="person",
        ask=("Who gives {x}?", "Who speaks about {x}?", "Who teaches {x}?"),
        find=("What does {v} teach?", "What does {v} speak about?"),
    ),
    "capital": text(
        "capital", maker="place", ask=("What is the capital city of {x}?",), find=("{v} is the capital of which {ns}?",)
    ),
    "team_": text(
        "team/club",
        maker="team",
        ask=("For which team does {x} play?", "Who does {x} play for?"),
        find=("Who plays for {v}?", "Which {ns} plays for {v}?"),
        are=("play for {v}",),
        that=("from {v}", "playing for {v}"),
    ),
    "company_": text(
        "company/maker/manufacturer",
        maker="company",
        ask=("Who makes {x}?", "Which company makes {x}?"),
        find=("What does {v} make?", "Which {ns} is made by {v}?"),
        are=("are made by {v}",),
        that=("made by {v}", "from {v}"),
    ),
    "code": text("code/number plate/serial number", maker="code"),
    # Held-out domains' own.
    "keeper": text("keeper", maker="person", ask=("Who keeps {x}?",), find=("What does {v} keep?",)),
    "sails": count("sails", 1, 20),
    "masts": count("masts", 1, 6),
    "harvest": measure("harvest/crop", "kg/tons", 10, 900),
    "petals": count("petals", 3, 40),
    "toxicity": measure("toxicity", "", 1, 90),
    "stalls": count("stalls", 3, 90),
    "gold": measure("gold/gold reserve", "kg", 1, 500),
    "rarity": text("rarity", "common/scarce/rare/unique"),
    "honey_": count("jars", 2, 300, "pots"),
    "queen": text("queen", maker="person"),
    "lenses": count("lenses", 1, 12),
    "aperture": measure("aperture", "mm/cm", 20, 900),
    "observatory": text("observatory", maker="place"),
}


@dataclasses.dataclass(frozen=True)
class Domain:
    one: str
    many: str
    maker: str
    columns: tuple[str, ...]
    # What else questions may call the things' names.
    loose: tuple[str, ...] = ("name",)
    # Whether things are numbered ("track 3"), and then the words for what begins and ends.
    numbered: bool = False
    spans: tuple[str, ...] = ()
    held_out: bool = False

    @property
    def is_person(self) -> bool:
        return self.maker == "person"


def domain(nouns: str, maker: str, columns: str, loose="name", numbered=False, spans="", held_out=False) -> Domain:
    one, many = nouns.split("/")
    return Domain(
        one, many, maker, tuple(columns.split()), tuple(loose.split("/")), numbered, tuple(spans.split()), held_out
    )


THEMES = "topic/subject/theme/title/name/heading/label"
TITLES = "title/name"

DOMAINS = [
    domain("tower/towers", "place", "height built city floors architect material visitors windows"),
    domain("mountain/mountains", "place", "elevation country region distance visitors"),
    domain("river/rivers", "place", "length width depth country bridges region"),
    domain("lake/lakes", "place", "area depth elevation country temperature region"),
    domain(
        "city/cities",
        "place",
        "population area founded country schools parks rainfall temperature manager",
        "name/city/town",
    ),
    domain(
        "country/countries", "place", "population area capital language founded revenue bridges", "name/country/nation"
    ),
    domain("island/islands", "place", "area population coast country distance inhabitants"),
    domain("bridge/bridges", "place", "length built material city architect height width"),
    domain("hotel/hotels", "place", "rooms beds price score city owner opened floors"),
    domain("restaurant/restaurants", "title", "seats score price city owner opened category"),
    domain("museum/museums", "place", "visitors rooms pictures opened city manager price"),
    domain("school/schools", "place", "students teachers rooms founded city manager"),
    domain("library/libraries", "place", "books members seats founded city"),
    domain("stadium/stadiums", "place", "capacity built city seats team_"),
    domain("player/players", "person", "goals age team_ position height matches country weight", "name/player"),
    domain("athlete/athletes", "person", "medals age country height weight born", "name/athlete"),
    domain("team/teams", "team", "points wins losses goals coach city founded matches", "name/team/club"),
    domain("swimmer/swimmers", "person", "speed age medals country coach", "name/swimmer"),
    domain("employee/employees", "person", "salary age department joined city children", "name/employee"),
    domain("teacher/teachers", "person", "age subject salary students joined", "name/teacher"),
    domain("student/students", "person", "score age errors city born", "name/student/pupil"),
    domain("candidate/candidates", "person", "votes age city born score", "name/candidate"),
    domain("author/authors", "person", "books awards born country copies", "name/author/writer"),
    domain("singer/singers", "person", "songs awards born country copies", "name/singer"),
    domain("company/companies", "company", "employees revenue founded city manager branches", "name/company/firm"),
    domain("shop/shops", "company", "orders employees area city owner revenue opened"),
    domain("film/films", "title", "duration released director genre score budget awards", TITLES + "/film/movie"),
    domain("book/books", "title", "pages author published copies price genre language", TITLES + "/book"),
    domain("song/songs", "title", "duration released genre copies language", TITLES + "/song"),
    domain("game/games", "title", "price released company_ score copies genre", TITLES + "/game"),
    domain("series/series", "title", "episodes seasons released country score genre", TITLES),
    domain("car/cars", "product", "price speed power seats doors color company_ weight", "name/model/car"),
    domain("train/trains", "product", "speed seats stations passengers length built", "name/train"),
    domain("plane/planes", "product", "speed passengers length weight built company_ wheels", "name/model/plane"),
    domain("phone/phones", "product", "price weight color released company_ stock", "name/model/phone"),
    domain(
        "product/products", "product", "price stock weight color category orders discount", "name/product/item/article"
    ),
    domain("item/items", "common", "price stock weight color volume orders", "name/item/product"),
    domain("bottle/bottles", "product", "volume price height color material", "name"),
    domain("dish/dishes", "title", "price energy protein category", "name/dish/meal"),
    domain("cheese/cheeses", "product", "price weight country age energy"),
    domain("animal/animals", "common", "weight height speed age legs eggs color", "name/animal"),
    domain("dog/dogs", "surname", "age weight color owner height", "name/dog"),
    domain("horse/horses", "surname", "age wins speed owner color", "name/horse"),
    domain("bird/birds", "common", "weight eggs length color speed", "name/bird/species"),
    domain("tree/trees", "common", "height age branches eggs diameter", "name/tree/species"),
    domain("planet/planets", "place", "moons diameter distance temperature", "name/planet"),
    domain("project/projects", "topic", "budget status manager members duration", "name/title/project"),
    domain("event/events", "title", "visitors price day month city duration", "name/event/title"),
    domain("building/buildings", "place", "height floors windows built architect material city"),
    domain("house/houses", "place", "price rooms area built owner doors", "name/house"),
    domain("farm/farms", "place", "area employees trees_ owner founded region"),
    domain("office/offices", "place", "employees area floors manager opened", "name/office/place"),
    domain("flight/flights", "code", "distance duration passengers price status day", "code/flight/number"),
    domain("route/routes", "code", "distance duration stations price", "name/route/code"),
    domain("task/tasks", "topic", "duration status owner day", "name/task/title"),
    domain("painting/paintings", "title", "price height width author published", TITLES + "/painting"),
    # Numbered things, many of them with where they begin and end.
    domain("lesson/lessons", "topic", "exercises duration speaker words_ pictures", THEMES, True, "week day minute"),
    domain("lecture/lectures", "topic", "duration speaker students pictures", THEMES, True, "hour minute day week"),
    domain("track/tracks", "title", "duration words_ score", "title/name/song", True, "second minute"),
    domain("section/sections", "topic", "words_ pictures pages errors", THEMES, True, "page line paragraph"),
    domain("article/articles", "topic", "words_ author pages pictures", THEMES, True, "page column"),
    domain("episode/episodes", "title", "duration released director score", "title/name/topic", True, "minute day"),
    domain("module/modules", "topic", "exercises students speaker duration", THEMES, True, "week day month"),
    domain("stage/stages", "place", "distance height duration", "name/place/goal", True, "km day"),
    domain("room/rooms", "title", "area windows seats pictures", "theme/name/label", True),
    domain("shelf/shelves", "topic", "books width height", "topic/theme/subject/label", True),
    domain("level/levels", "title", "points errors duration", "name/title/theme", True),
    domain("table/tables", "topic", "seats price", "name/label/topic", True),
    domain("session/sessions", "topic", "speaker duration seats visitors", THEMES, True, "hour minute"),
    domain("video/videos", "topic", "duration visitors errors", THEMES, True, "second minute"),
    # Held out.
    domain("lighthouse/lighthouses", "place", "height coast keeper built distance visitors", held_out=True),
    domain("ship/ships", "title", "length sails masts built speed owner", "name/ship", held_out=True),
    domain("orchard/orchards", "place", "harvest trees_ area owner region", held_out=True),
    domain("flower/flowers", "common", "petals height color toxicity price", "name/flower", held_out=True),
    domain("market/markets", "place", "stalls visitors day city opened", "name/market", held_out=True),
    domain("coin/coins", "product", "weight diameter gold rarity material released", "name/coin", held_out=True),
    domain("beehive/beehives", "surname", "honey_ queen weight color age", "name/beehive/hive", held_out=True),
    domain(
        "telescope/telescopes",
        "product",
        "lenses aperture observatory built price weight",
        "name/telescope",
        held_out=True,
    ),
    domain(
        "scene/scenes", "topic", "duration words_ errors", "title/theme/topic/name", True, "minute page", held_out=True
    ),
    domain(
        "workshop/workshops",
        "topic",
        "speaker seats price duration",
        "topic/title/name/theme",
        True,
        "hour day",
        held_out=True,
    ),
    domain("audiobook/audiobooks", "title", "duration author published price language", TITLES, held_out=True),
    domain("court/courts", "place", "width length material seats opened", "name/court", held_out=True),
]
