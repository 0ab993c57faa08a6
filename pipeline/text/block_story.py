"""How a line stands to the story of its page, for ``block_model``: shared words and names, place among paragraphs and lists.

A teaser for another story shares neither words nor names with this one; an uncredited caption stands above the first
paragraph, which a dateline often opens.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from pipeline.text import shape
from pipeline.text.block_features import Piece, bucket
from pipeline.text.block_signs import WORD

SHOWN = 300
LETTERS = 5
STEM = 6
NAME = 3
TITLE_SHARES = (0.001, 0.2, 0.4)
STORY_SHARES = (0.001, 0.2, 0.4, 0.6)
LENGTH_RATIOS = (0.3, 0.6, 1.0, 1.5)
FAR = 4
NEAR = 2
SCOPE = 8
LIST_SCOPES = ("/list", "/below")


def topic_features(page: list[Piece], core: list[int], parts: list[str], titles: list[int]) -> list[list[str]]:
    """Return how far the words and names of every line stand in the title and in the running text beside it.

    ``core`` are the numbers of the lines of running text, ``titles`` those of the lines that may be the title.
    """
    tokens = [WORD.findall(piece.text[:SHOWN]) for piece in page]
    stems = [{token[:STEM].casefold() for token in line if len(token) >= LETTERS} for line in tokens]
    inside, heads = set(core), set(titles)
    title = set[str]().union(*(stems[number] for number in titles))
    told = Counter(stem for number in core for stem in stems[number])
    named = Counter(token for number in core for token in tokens[number] if token[0].isupper())
    found = []
    for number, (line, own) in enumerate(zip(tokens, stems, strict=True)):
        part, alone = parts[number], number in inside
        names = {token for token in line[1:] if token[0].isupper() and len(token) >= NAME}
        known = f"{min(2, len(names))}/{min(2, sum(named[name] > alone for name in names))}"
        features = [f"known={known}", f"{part}/known={known}"]
        if own:
            titled = 0 if number in heads else bucket(len(own & title) / len(own), TITLE_SHARES)
            share = bucket(sum(told[stem] > alone for stem in own) / len(own), STORY_SHARES)
            features += [f"titled={titled}", f"{part}/titled={titled}"]
            features += [f"stems={share}", f"{part}/stems={share}/{min(FAR, len(own))}"]
        found.append(features)
    return found


def place_features(page: list[Piece], core: list[int], looks: list[str]) -> list[list[str]]:
    """Return how many paragraphs stand above and below every line, and how a paragraph stands to the next one."""
    following = dict(pairwise(core))
    inside = set(core)
    above = 0
    found = []
    for number, look in enumerate(looks):
        told = number in inside
        below = len(core) - above - told
        names = [
            f"place={min(NEAR, above)}/{min(NEAR, below)}/{look}",
            f"above={min(FAR, above)}/{told}",
            f"below={min(FAR, below)}/{told}",
            f"between={number - 1 in inside}/{number + 1 in inside}/{look}",
        ]
        if number in following:
            names += _to_next(page, number, following[number], min(NEAR, above))
        above += told
        found.append(names)
    return found


def _to_next(page: list[Piece], number: int, after: int, above: int) -> list[str]:
    ratio = bucket(len(page[number].text) / len(page[after].text), LENGTH_RATIOS)
    return [
        f"next-dateline={shape.is_dateline(page[after].text)}/{above}",
        f"next-touches={after - number == 1}/{above}",
        f"next-length={ratio}/{above}",
    ]


def list_features(own: list[list[str]], inside: set[int]) -> list[list[str]]:
    """Return how far above every line the head of a list of links stands, and whether running text lies between.

    ``own`` are the features of ``block_features.line_features``, ``inside`` the numbers of the lines of running text.
    """
    found: list[list[str]] = []
    head, since, told = "", 0, False
    for number, names in enumerate(own):
        look = names[0].removeprefix("look=")
        where = f"{head}/{min(FAR, since)}/{told}" if head else ""
        found.append([f"listed={where}", f"listed={where}/{look}", f"listed={head}/{told}/{look}"] if head else [])
        since += 1
        told = told or number in inside
        if names[SCOPE].endswith(LIST_SCOPES):
            head, since, told = names[SCOPE].rpartition("/")[2], 1, False
    return found
