"""How questions are worded. Of every list each fourth wording (the 4th, 8th, ...) is held out.

{x} a thing, {ns} and {np} the kind of thing, {p} a column as people say it, {t} what is asked for, {v} a cell,
{n} and {m} numbers, {k} a thing's number, {u} what something begins on, {that} a condition after a noun, {are} the
same as a predicate, {most} and {least} and the like a word for an extreme.
"""


def part(wordings, held_out: bool) -> list[str]:
    """The wordings of a list that training may use, or those that are held out."""
    return [wording for index, wording in enumerate(wordings) if (index % 4 == 3) == held_out]


LOOKUP = """What is the {p} of {x}?
What's the {p} of {x}?
What {p} does {x} have?
What is {x}'s {p}?
Which {p} does {x} have?
Tell me the {p} of {x}.
For {x}, what is the {p}?
What is the {p} for {x}?
{x}: what {p}?
What {p} is given for {x}?
Give the {p} for {x}.
Can you tell me the {p} of {x}?
I want to know {x}'s {p}.
What was the {p} of {x}?
Show the {p} of {x}.
Please find the {p} of {x}.
{p} of {x}?
What does {x} have as {p}?
What does the table say about the {p} of {x}?
What {p} has {x}?""".split("\n")

LOOKUP_COUNT = """How many {p} does {x} have?
How many {p} are there in {x}?
How many {p} has {x}?
{x} has how many {p}?
What is the number of {p} of {x}?
How many {p} did {x} have?
What number of {p} does {x} have?
For {x}, how many {p} are given?
How many {p} are listed for {x}?
What is the {p} count of {x}?
Tell me how many {p} {x} has.
How many {p} belong to {x}?""".split("\n")

LOOKUP_COUNT_VERB = """How many {p} does {x} {verb}?
How many {p} did {x} {verb}?
Tell me how many {p} {x} {verbs}.
{x} {verbs} how many {p}?""".split("\n")

LOOKUP_YEAR = """When {did}?
In which year {did}?
In what year {did}?
What year {did}?
When exactly {did}?
Tell me when {did}.""".split("\n")

START = """On which {u} does {x} start?
On which {u} does {x} begin?
When does {x} start?
What is the first {u} of {x}?
Where does {x} begin?
What is the start {u} of {x}?
At which {u} does {x} start?
On what {u} does {x} begin?
{x} starts on which {u}?
From which {u} on is {x}?
Which {u} is the first of {x}?
At what {u} does {x} begin?""".split("\n")

END = """On which {u} does {x} end?
On which {u} does {x} finish?
When does {x} end?
What is the last {u} of {x}?
Where does {x} finish?
What is the end {u} of {x}?
At which {u} does {x} end?
On what {u} does {x} stop?
{x} ends on which {u}?
Until which {u} is {x}?
Which {u} is the last of {x}?
At what {u} does {x} finish?""".split("\n")

NAME_OF_NUMBER = """What is the {t} of {ns} {k}?
What's the {t} in {ns} {k}?
Which {t} does {ns} {k} have?
What {t} has {ns} {k}?
What is {ns} {k} about?
What is {ns} {k} called?
{ns} {k} has which {t}?
What {t} is in {ns} {k}?
What is the {t} of {ns} number {k}?
What's the name of {ns} {k}?
Tell me the {t} of {ns} {k}.
Which {t} is covered in {ns} {k}?""".split("\n")

NUMBER_OF_NAME = """Which {ns} is about {x}?
Which {ns} is called {x}?
In which {ns} is {x}?
Which {ns} covers {x}?
What is the number of the {ns} about {x}?
{x} is which {ns}?
What {ns} is {x}?
What {ns} has the {t} {x}?""".split("\n")

# From a cell back to the thing.
FIND = """Which {t} has the {p} {v}?
Which {t} has {v} as its {p}?
What {t} has a {p} of {v}?
Whose {p} is {v}?
{v} is the {p} of which {t}?
Which {t} has {p} {v}?
The {p} {v} belongs to which {t}?
Of which {t} is {v} the {p}?""".split("\n")

LIST = """Which {np} {are}?
What are the {np} {that}?
List the {np} {that}.
Which {np} are there {that}?
Name all {np} {that}.
What {np} {are}?
Show me the {np} {that}.
Tell me which {np} {are}.
Which are the {np} {that}?
Give me all {np} {that}.
Which of the {np} {are}?
Name the {np} {that}.""".split("\n")

COUNT_ALL = """How many {np} are there?
How many {np} are listed?
What is the number of {np}?
How many {np} are in the table?
How many different {np} are there?
What is the total number of {np}?
How many {np} are there in total?
How many {np} does the table have?
Count the {np}.
How many {np} are there altogether?
How many {np} are shown?
Tell me the number of {np}.""".split("\n")

COUNT_IF = """How many {np} {are}?
How many {np} are there {that}?
What is the number of {np} {that}?
How many of the {np} {are}?
Count the {np} {that}.
How many different {np} {are}?
What number of {np} {are}?
Tell me how many {np} {are}.
How many {np} {that} are there?
Give the number of {np} {that}.
How many {np} in the table {are}?
In total, how many {np} {are}?""".split("\n")

SUM = """What is the total {p}?
What is the sum of the {p}?
What is the total {p} of all {np}?
What is the {p} of all {np} together?
What is the combined {p} of the {np}?
What {p} do all {np} have altogether?
Add up the {p}.
What is the overall {p} in total?
What is the {p} of all {np} in total?
What does the {p} add up to?
Sum of the {p}?
What is the total of the {p}?""".split("\n")

SUM_COUNT = """How many {p} are there in total?
What is the total number of {p}?
How many {p} are there altogether?
How many {p} are there in all {np} together?
How many {p} do all {np} have together?
What is the sum of all {p}?
How many {p} do the {np} have in total?
What is the total of {p}?
Add up the {p}.
In total, how many {p} do the {np} have?
How many {p} in total?
What is the combined number of {p}?""".split("\n")

SUM_IF = """What is the total {p} of the {np} {that}?
What is the sum of the {p} of {np} {that}?
What is the {p} of all {np} {that} together?
What is the combined {p} of the {np} {that}?
What do the {np} {that} have in total {p}?
What is the total {p} for {np} {that}?
Add up the {p} of the {np} {that}.
What is the sum of the {p} for the {np} {that}?""".split("\n")

SUM_COUNT_IF = """How many {p} do the {np} {that} have in total?
What is the total number of {p} of the {np} {that}?
How many {p} do the {np} {that} have together?
How many {p} are there in total in the {np} {that}?
What is the sum of the {p} of {np} {that}?
How many {p} do {np} {that} have altogether?
Add up the {p} of the {np} {that}.
In total, how many {p} do {np} {that} have?""".split("\n")

AVERAGE = """What is the average {p}?
What is the mean {p}?
What is the average {p} of the {np}?
What is the mean {p} of all {np}?
What {p} does a {ns} have on average?
What is the average {p} of a {ns}?
Average {p}?
On average, what is the {p}?
What is the typical {p} on average?
What is the {p} on average?
What is the average of the {p}?
What is the average {p} in the table?""".split("\n")

AVERAGE_COUNT = """How many {p} does a {ns} have on average?
What is the average number of {p}?
On average, how many {p} are there?
On average, how many {p} does a {ns} have?
What is the mean number of {p}?
How many {p} are there on average?
What is the average number of {p} of the {np}?
How many {p} do the {np} have on average?""".split("\n")

AVERAGE_IF = """What is the average {p} of the {np} {that}?
What is the mean {p} of {np} {that}?
What is the average {p} for {np} {that}?
What {p} do the {np} {that} have on average?
On average, what is the {p} of the {np} {that}?
What is the {p} of {np} {that} on average?
What is the mean {p} for the {np} {that}?
What is the average of the {p} of {np} {that}?""".split("\n")

# {best} is "the most pages", "the highest price".
EXTREME = """Which {t} has {best}?
What {t} has {best}?
The {t} with {best}?
What is the {t} with {best}?
Which is the {t} with {best}?
Which {t} is the one with {best}?
Name the {t} with {best}.
Tell me which {t} has {best}.
Which of the {np} has {best}?
Which {t} had {best}?
Find the {t} with {best}.
Which one of the {np} has {best}?""".split("\n")

# {best} is "tallest".
EXTREME_WORD = """Which {t} is the {best}?
What is the {best} {t}?
Which is the {best} {t}?
Which of the {np} is the {best}?
Name the {best} {t}.
What {t} is {best}?
The {best} {t}?
Tell me the {best} {t}.""".split("\n")

EXTREME_YEAR_FIRST = """Which {t} was {done} first?
Which {t} was {done} the earliest?
What {t} was {done} first?
Which {t} was the first to be {done}?
Which {t} was {done} earliest?
What is the earliest {done} {t}?
Which of the {np} was {done} first?
Which of the {np} was {done} the earliest?""".split("\n")

EXTREME_YEAR_LAST = """Which {t} was {done} last?
Which {t} was {done} the latest?
What {t} was {done} last?
Which {t} was the last to be {done}?
Which {t} was {done} most recently?
What is the most recently {done} {t}?
Which of the {np} was {done} last?
Which of the {np} was {done} the latest?""".split("\n")

# {best} is "highest", of the cell itself.
EXTREME_VALUE = """What is the {best} {p}?
What's the {best} {p}?
What is the {best} {p} of all {np}?
What {p} is the {best}?
What is the {best} {p} in the table?
Tell me the {best} {p}.
The {best} {p}?
What is the {best} {p} that a {ns} has?""".split("\n")

# Two steps: {best} is as in EXTREME.
EXTREME_OTHER = """What is the {p} of the {ns} with {best}?
What {p} does the {ns} with {best} have?
What's the {p} of the {ns} that has {best}?
Which {p} does the {ns} with {best} have?
Tell me the {p} of the {ns} with {best}.
What is the {p} for the {ns} that has {best}?
The {ns} with {best}: what is its {p}?
Give the {p} of the {ns} with {best}.""".split("\n")

# {better} is "more pages", "the higher price".
COMPARE = """Which {t} has {better}, {x} or {y}?
Which has {better}, {x} or {y}?
Does {x} or {y} have {better}?
Who or what has {better}, {x} or {y}?
Between {x} and {y}, which has {better}?
Of {x} and {y}, which {t} has {better}?
Which of {x} and {y} has {better}?
What has {better}: {x} or {y}?""".split("\n")

# {better} is "taller".
COMPARE_WORD = """Which {t} is {better}, {x} or {y}?
Which is {better}, {x} or {y}?
Is {x} or {y} {better}?
What is {better}, {x} or {y}?
Between {x} and {y}, which is {better}?
Of {x} and {y}, which {t} is {better}?
Which of {x} and {y} is {better}?
Which one is {better}: {x} or {y}?""".split("\n")

COMPARE_YEAR_FIRST = """Which {t} was {done} first, {x} or {y}?
Which was {done} earlier, {x} or {y}?
Was {x} or {y} {done} first?
Which was {done} first, {x} or {y}?
Between {x} and {y}, which was {done} earlier?
Which of {x} and {y} was {done} earlier?
Was {x} or {y} {done} earlier?
Of {x} and {y}, which was {done} first?""".split("\n")

COMPARE_YEAR_LAST = """Which {t} was {done} last, {x} or {y}?
Which was {done} later, {x} or {y}?
Was {x} or {y} {done} last?
Which was {done} last, {x} or {y}?
Between {x} and {y}, which was {done} later?
Which of {x} and {y} was {done} later?
Was {x} or {y} {done} later?
Of {x} and {y}, which was {done} last?""".split("\n")

POSITION_FIRST = """What is the first {t} in the table?
Which {t} is listed first?
What is the first {t} listed?
Which {t} comes first in the table?
Which {t} is in the first row?
What {t} is at the top of the table?
Which is the first {t} of the list?
Which {t} is at the top?
Name the first {t} in the table.
Which {t} is named first?
Which {t} is the first in the list?
What is the first {t} of the table?""".split("\n")

POSITION_LAST = """What is the last {t} in the table?
Which {t} is listed last?
What is the last {t} listed?
Which {t} comes last in the table?
Which {t} is in the last row?
What {t} is at the bottom of the table?
Which is the last {t} of the list?
Which {t} is at the bottom?
Name the last {t} in the table.
Which {t} is named last?
Which {t} is the last in the list?
What is the last {t} of the table?""".split("\n")

# Conditions: what stands after a noun, and as a predicate of many things.
THAT_TEXT = [
    "with {v} as {p}",
    "whose {p} is {v}",
    "with the {p} {v}",
    "that have the {p} {v}",
    "with {p} {v}",
    "that have {v} as {p}",
    "where the {p} is {v}",
    "of {p} {v}",
]
ARE_TEXT = [
    "have the {p} {v}",
    "have {v} as {p}",
    "have {p} {v}",
    "have a {p} of {v}",
    "have {v} as their {p}",
    "are of the {p} {v}",
    "list {v} as {p}",
    "are listed with {p} {v}",
]
THAT_COUNT = ["with {op} {p}", "that have {op} {p}", "having {op} {p}", "which have {op} {p}"]
ARE_COUNT = ["have {op} {p}", "have {op} {p}", "{verb} {op} {p}", "had {op} {p}"]
THAT_MEASURE = [
    "with a {p} of {op}",
    "whose {p} is {op}",
    "with {p} {op}",
    "that have a {p} of {op}",
    "having a {p} of {op}",
    "with a {p} that is {op}",
]
ARE_MEASURE = [
    "have a {p} of {op}",
    "have a {p} that is {op}",
    "have {p} {op}",
    "had a {p} of {op}",
    "show a {p} of {op}",
    "reach a {p} of {op}",
]
THAT_YEAR = ["{done} {op}", "that were {done} {op}", "which were {done} {op}", "that had been {done} {op}"]
ARE_YEAR = ["were {done} {op}", "have been {done} {op}", "were all {done} {op}", "had been {done} {op}"]

# Words, in training and held-out questions alike.
OVER = ["more than {n}", "over {n}", "above {n}", "greater than {n}"]
UNDER = ["less than {n}", "under {n}", "below {n}", "smaller than {n}"]
OVER_COUNT = ["more than {n}", "over {n}", "above {n}"]
UNDER_COUNT = ["fewer than {n}", "less than {n}", "under {n}", "below {n}"]
LEAST_N = ["at least {n}", "{n} or more", "not less than {n}", "no fewer than {n}", "a minimum of {n}"]
MOST_N = ["at most {n}", "{n} or less", "not more than {n}", "no more than {n}", "a maximum of {n}", "up to {n}"]
EXACT = ["exactly {n}", "{n}", "just {n}"]
BETWEEN = ["between {n} and {m}"]
YEAR_OPS = {
    "over": ["after {n}", "later than {n}"],
    "under": ["before {n}", "earlier than {n}"],
    "least": ["in {n} or later", "since {n}"],
    "most": ["in {n} or earlier", "by {n}"],
    "equal": ["in {n}", "in the year {n}"],
    "between": ["between {n} and {m}"],
}
HIGH = ["highest", "largest", "greatest", "biggest", "maximum", "top"]
LOW = ["lowest", "smallest", "least", "minimum"]
MOST = [
    "the most {p}",
    "the highest number of {p}",
    "the largest number of {p}",
    "the greatest number of {p}",
    "most {p}",
]
FEWEST = ["the fewest {p}", "the least {p}", "the lowest number of {p}", "the smallest number of {p}", "fewest {p}"]
MORE = ["more {p}", "a higher number of {p}", "a larger number of {p}", "the higher number of {p}"]
FEWER = ["fewer {p}", "less {p}", "a lower number of {p}", "a smaller number of {p}"]
HIGHER = ["higher", "larger", "greater", "bigger"]
LOWER = ["lower", "smaller"]
