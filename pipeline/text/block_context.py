"""The features of the lines of a page: each by itself, its neighbours, its place by the story, what repeats."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, chain

from pipeline.text import block_rules, portal, shape
from pipeline.text.block_features import TOKEN, Piece, bucket, ending, line_features, look
from pipeline.text.block_signs import WITH_PART as SIGNS_WITH_PART
from pipeline.text.block_signs import sign_features
from pipeline.text.block_story import list_features, place_features, topic_features

PLACES = (0, 1, 2, 3, 5, 8, 13, 21)
OVERLAPS = (0.001, 0.2, 0.4, 0.6, 0.8)
SEEN_BY_NEIGHBOURS = 8
SEEN_FROM_AFAR = 2
CORE_LENGTH = 45
MOST_TALK = 3
RUN_BREAK = 3
CORE_WORDS = 7
SURELY_CORE = 220
CONTENT_LETTERS = 5
CONTENT_REACH = 300
SURELY_TITLED = 2
SIGNS_WITH_CORE = ("signs=", "roles=", "talking=")
SIGNS_BESIDE = ("roles=", "talking=")
WITH_PART = ("phrase=", "scope=", "interface=", "label", "length=", "share=", "is=credit", "is=date", "talks=")


def page_features(page: list[Piece]) -> list[list[str]]:
    """Return the names of the features that hold for every piece of a page. Linear in the length of the page."""
    own = [line_features(piece.text) for piece in page]
    core = [number for number, piece in enumerate(page) if _is_core(piece.text)]
    inside = set(core)
    parts = _parts(len(page), core)
    mains = _parts(len(page), _main_run(page, core))
    guesses = block_rules.classify([block_rules.Line(piece.text, piece.kind, cut=piece.cut) for piece in page])
    rows = zip(
        _around(page, core, parts),
        _repeats(page, core),
        _marked(own, core),
        _storied(page, core, parts, own),
        list_features(own, inside),
        strict=True,
    )
    signs = [sign_features(piece.text) for piece in page]
    found = []
    for number, row in enumerate(rows):
        names = [*own[number], *_neighbours(own, number), *chain.from_iterable(row)]
        names += _signed(signs, number, parts[number], told=number in inside)
        names += [f"{parts[number]}/{name}" for name in own[number] if name.startswith(WITH_PART)]
        names += [
            f"main={mains[number]}",
            f"main={mains[number]}/{own[number][0]}",
            f"main={mains[number]}/{own[number][1]}",
        ]
        names += [f"main={mains[number]}/{name}" for name in own[number] if name.startswith("talks=")]
        names += _looks(own, number, parts[number])
        found.append(names + [f"rule{step}={_at(guesses, number, step)}" for step in ("", "-1", "+1")])
    return found


def _storied(page: list[Piece], core: list[int], parts: list[str], own: list[list[str]]) -> list[list[str]]:
    """Return how every line stands to the story."""
    head = own[: core[0]] if core else own
    titles = [number for number, names in enumerate(head) if _title_like(names) >= SURELY_TITLED]
    topic = topic_features(page, core, parts, titles)
    place = place_features(page, core, [names[0] for names in own])
    return [[*one, *other] for one, other in zip(topic, place, strict=True)]


def _signed(signs: list[list[str]], number: int, part: str, *, told: bool) -> list[str]:
    """Return the signs of a line, with its part of the page, and how much portal talk stands beside it."""
    names = [*signs[number], *(f"{part}/{name}" for name in signs[number] if name.startswith(SIGNS_WITH_PART))]
    names += [f"{told}/{name}" for name in signs[number] if name.startswith(SIGNS_WITH_CORE)]
    for step in (-1, 1):
        if 0 <= number + step < len(signs):
            names += [f"{step:+d}:{name}" for name in signs[number + step] if name.startswith(SIGNS_BESIDE)]
    return names


def _at(kinds: list[str], number: int, step: str) -> str:
    place = number + int(step or "0")
    return kinds[place] if 0 <= place < len(kinds) else "edge"


def _neighbours(own: list[list[str]], number: int) -> list[str]:
    names = []
    for step, count in ((-2, SEEN_FROM_AFAR), (-1, SEEN_BY_NEIGHBOURS), (1, SEEN_BY_NEIGHBOURS), (2, SEEN_FROM_AFAR)):
        place = number + step
        if 0 <= place < len(own):
            names += [f"{step:+d}:{name}" for name in own[place][:count]]
        elif abs(step) == 1:
            names.append(f"{step:+d}:edge")
    return names


def _looks(own: list[list[str]], number: int, part: str) -> list[str]:
    above, here, below = (own[at][0] if 0 <= at < len(own) else "edge" for at in (number - 1, number, number + 1))
    return [f"{above}/{here}/{below}", f"{above}/{here}", f"{here}/{below}", f"{part}/{here}/{below}"]


def _is_core(text: str) -> bool:
    """Tell whether a line is surely running text, by its shape."""
    if len(text) < CORE_LENGTH or portal.is_appeal(text, least=1) or len(portal.talk(text)) >= MOST_TALK:
        return False
    told = shape.has_full_stop(text) and len(shape.words(text)) >= CORE_WORDS and not shape.is_headline(text)
    return len(text) >= SURELY_CORE or told


def _main_run(page: list[Piece], core: list[int]) -> list[int]:
    """Return the longest run of running text, by characters, that few other lines interrupt."""
    runs: list[list[int]] = []
    for number in core:
        if runs and number - runs[-1][-1] <= RUN_BREAK:
            runs[-1].append(number)
        else:
            runs.append([number])
    return max(runs, key=lambda run: sum(len(page[number].text) for number in run), default=[])


def _parts(count: int, core: list[int]) -> list[str]:
    """Return whether every line stands above the running text, in it or below it; "bare" where there is none."""
    if not core:
        return ["bare"] * count
    return ["head" if number < core[0] else "tail" if number > core[-1] else "middle" for number in range(count)]


def _around(page: list[Piece], core: list[int], parts: list[str]) -> list[list[str]]:
    """Return where every line stands: in the page, by the running text, by blank lines."""
    inside = set(core)
    gapped = len(core) > 1 and 2 * sum(page[number].gap for number in core[1:]) > len(core) - 1
    below = list(
        accumulate(reversed(range(len(page))), lambda at, number: number if number in inside else at, initial=len(page))
    )
    below.reverse()
    previous = -1
    found = []
    for number, (piece, part) in enumerate(zip(page, parts, strict=True)):
        words = shape.words(piece.text)
        names = [
            "bias",
            f"part={part}",
            f"from-top={bucket(number, PLACES)}",
            f"from-end={bucket(len(page) - 1 - number, PLACES)}",
            f"gaps={gapped}/{piece.gap}/{number + 1 < len(page) and page[number + 1].gap}",
            f"core={number in inside}",
            f"cut={piece.cut}",
            f"{part}/{look(piece.text, words)}",
            f"{part}/{ending(piece.text)}",
        ]
        if number in inside:
            previous = number
        else:
            names += [f"{part}/to={bucket(below[number] - number, PLACES)}"] if part in ("head", "middle") else []
            names += [f"{part}/since={bucket(number - previous, PLACES)}"] if part != "head" else []
        found.append(names)
    return found


def _repeats(page: list[Piece], core: list[int]) -> list[list[str]]:
    """Return what repeats: the line itself, a line at the end of a trail, its words in the running text."""
    folded = [" ".join(piece.text.casefold().split()).rstrip(".…") for piece in page]
    ends = [_folded_end(piece.text) for piece in page]
    counts, trails = Counter(folded), Counter(end for end in ends if end)
    inside = set(core)
    story = Counter(word for number in core for word in _content(page[number].text))
    seen: set[str] = set()
    found = []
    for number, text in enumerate(folded):
        several = len(text.split()) >= 3
        names = [f"again={'several' if several else 'few'}/{text in seen}"] if counts[text] > 1 else []
        names += ["ends-trail"] if several and trails[text] > (ends[number] == text) else []
        seen.add(text)
        if content := _content(page[number].text[:CONTENT_REACH]):
            told = bucket(sum(story[word] > (number in inside) for word in content) / len(content), OVERLAPS)
            names += [f"told={told}", f"told={told}/{min(4, len(content))}"]
        found.append(names)
    return found


def _folded_end(text: str) -> str:
    parts = shape.breadcrumb_parts(text)
    return " ".join(parts[-1].casefold().split()).rstrip(".…") if parts else ""


def _content(text: str) -> set[str]:
    return {word.casefold() for word in TOKEN.findall(text) if len(word) >= CONTENT_LETTERS}


def _marked(own: list[list[str]], core: list[int]) -> list[list[str]]:
    """Return which telling lines stand above and below each line of the head, and above each line of the tail."""
    first, last = (core[0], core[-1]) if core else (len(own), -1)
    titles = [_title_like(names) for names in own[:first]]
    dates = ["says=date" in names or "phrase=byline" in names for names in own[:first]]
    titles_above = list(accumulate((value > 0 for value in titles), initial=0))
    dates_above = list(accumulate(dates, initial=0))
    best = max(titles, default=0)
    shared = titles.count(best) > 1
    found: list[list[str]] = [[] for _ in own]
    for number in range(first):
        above, below = min(2, titles_above[number]), min(2, titles_above[-1] - titles_above[number + 1])
        dated, dated_below = min(1, dates_above[number]), min(1, dates_above[-1] - dates_above[number + 1])
        found[number] = [
            f"head/titles={above}<{titles[number]}<{below}",
            f"head/dates={dated}<{dated_below}",
            f"head/best={titles[number] == best}/{shared}",
            f"head/{own[number][0]}/{min(1, above)}/{dated}/{min(1, below)}/{dated_below}",
        ]
    seen: set[str] = set()
    for number in range(last + 1, len(own)):
        after = "+".join(sorted(seen))
        found[number] = [
            f"tail/after={after}/{own[number][0]}",
            f"tail/after={after}",
            *sorted(f"tail/{name}" for name in seen),
        ]
        seen |= _telling(own[number])
    return found


def _title_like(names: list[str]) -> int:
    """Return how much a line of the head looks like a title: 0 not at all, up to 3."""
    if "phrase=none" not in names or "says=date" in names or "says=trail" in names:
        return 0
    return {"look=mid-caps": 3, "look=mid-upper": 2, "look=mid-low": 1, "look=mid-stop": 1}.get(names[0], 0)


def _telling(names: list[str]) -> set[str]:
    told = {"list"} if any(name.endswith(("/list", "/below")) for name in names) else set()
    told |= {"initials"} if "says=initials" in names else set()
    return told | {name for name in ("phrase=byline", "phrase=promo") if name in names}
