"""Rules that guess the kind of every line of a page: wording of portals, shape, position, repetition.

Their guesses are features of the model in ``block_model``; they alone were fitted to the train part of the corpus.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipeline.text import portal, shape

SHORT_PROMO = 100
SHORT_BELOW = 60
REST_SHARE = 0.12
SHORT_PIECE = 20
LIST_LENGTH = 5
CREDITS_NEAR = 3
CREDIT_REACH = 40
TITLE_WORDS = 4
NEAR_TOP = 6
LONGEST_LEAD = 200


@dataclass(slots=True)
class Line:
    """A piece of the page while its kind is sought."""

    text: str
    kind: str | None
    cut: bool = False
    prose: bool = False
    scope: str = ""

    @property
    def heads_list(self) -> bool:
        """Tell whether links follow this line."""
        return self.scope in ("list", "below")


def classify(page: list[Line]) -> list[str]:
    """Return the kind of every line of a page."""
    for line in page:
        _read_wording(line)
    story = _story(page)
    if not story:
        _read_head(page[: _head_without_prose(page)])
        return [line.kind or "body" for line in page]
    _read_credits(page, story)
    story = [number for number in story if page[number].kind is None] or story
    last = _story_end(page, story)
    first = _head_end(page, story)
    title = _read_head(page[:first])
    _read_middle(page[first : last + 1], title)
    _read_tail(page[last + 1 :], title)
    return [line.kind or "body" for line in page]


def _story(page: list[Line]) -> list[int]:
    """Return the numbers of the lines of running text, without the appeals to the reader; those are promo.

    Between two paragraphs an appeal must hold more wording of interfaces than above and below the story.
    """
    story = [number for number, line in enumerate(page) if line.prose and line.kind is None]
    core = [number for number in story if not portal.is_appeal(page[number].text, least=1)]
    if not core:
        return story
    for number in story:
        inside = core[0] < number < core[-1]
        if portal.is_appeal(page[number].text, least=2 if inside else 1):
            page[number].kind = "promo"
    return [number for number in story if page[number].kind is None]


def _read_credits(page: list[Line], story: list[int]) -> None:
    """Set as captions the credited sentences near the head of the story; a name that ends the story is a sign-off."""
    near = story[CREDITS_NEAR] if len(story) > CREDITS_NEAR else story[-1]
    for number, line in enumerate(page[: story[-1]]):
        if line.kind is not None or shape.is_dateline(line.text):
            continue
        credited = shape.is_credited(line.text) and (number < near or "/" in line.text[-CREDIT_REACH:])
        if credited or _is_under_credit(page, number):
            line.kind = "caption"


def _is_under_credit(page: list[Line], number: int) -> bool:
    """Tell whether one sentence stands between a credit on its own line and the dateline."""
    if number == 0 or number + 1 >= len(page) or shape.INNER_STOP.search(page[number].text):
        return False
    credit = shape.CREDIT_ALONE.match(page[number - 1].text) is not None
    return credit and shape.is_dateline(page[number + 1].text)


def _read_wording(line: Line) -> None:
    line.prose = shape.is_prose(line.text) or (line.cut and len(line.text) >= SHORT_PIECE)
    if line.kind is not None or (found := portal.phrase(line.text, prose=line.prose)) is None:
        return
    line.kind = found.kind
    line.scope = found.scope


def _head_without_prose(page: list[Line]) -> int:
    """Return the length of the head of a page of verse or lists: up to a dated credit near the top, if there is one."""
    dated = [number for number, line in enumerate(page[:NEAR_TOP]) if shape.is_dated_credit(line.text)]
    return dated[-1] + 1 if dated and dated[-1] + 1 < len(page) else 0


def _head_end(page: list[Line], story: list[int]) -> int:
    """Return the number of the first story line.

    Short running text may stand above the title (a lead, a notice): where a trail, a headline or a dated credit follows it
    near the top and most of the story comes later, the head goes on to there.
    """
    head = story[0]
    for number, line in enumerate(page[: 2 * NEAR_TOP]):
        before = [place for place in story if place < number]
        if number > story[0] and (len(before) > 2 or any(len(page[place].text) >= LONGEST_LEAD for place in before)):
            break
        later = [place for place in story if place > number]
        if number > story[0] and len(later) > 2 * len(before) and _marks_head(line):
            head = later[0]
    return head


def _marks_head(line: Line) -> bool:
    if line.prose:
        return False
    return line.kind in ("breadcrumb", "byline") or shape.is_dated_credit(line.text) or shape.is_arrow_trail(line.text)


def _story_end(page: list[Line], story: list[int]) -> int:
    """Return the number of the last line of the story.

    Below a mark that ends stories (initials, "Editor: X", tags, links, comments) what is short and worded like an
    interface is no story.
    """
    for place, number in enumerate(story[:-1]):
        after = page[number + 1 : story[place + 1]]
        signed = shape.unsigned(page[number].text) != page[number].text or any(_ends_story(line) for line in after)
        below = any(line.scope == "below" for line in after)
        if not signed and not below:
            continue
        longest = SHORT_PROMO if signed else SHORT_BELOW
        rest = (page[later].text for later in story[place + 1 :])
        if all(len(text) < longest and portal.share(text) >= REST_SHARE for text in rest):
            return number
    return story[-1]


def _ends_story(line: Line) -> bool:
    return shape.ALONE.match(line.text) is not None or (line.kind == "byline" and not line.prose)


def _read_head(head: list[Line]) -> str | None:
    """Set the kinds of the lines above the story; return the title as it is compared, None where there is none."""
    trails = []
    for line, after in pairwise(head):
        if line.kind is None and line.prose and not after.prose:
            line.kind = "body"
    titled = False
    for line in head:
        _read_copyright(line)
        if line.kind is None:
            line.kind = _navigation(line.text, below=titled)
        titled = titled or _may_be_title(line)
        if line.kind == "breadcrumb":
            trails.append(_folded((shape.breadcrumb_parts(line.text) or [line.text])[-1]))
    for line in head:
        if line.kind is None and line.text.endswith((":", ";", ",")):
            line.kind = "body"
    open_lines = [line for line in head if line.kind is None]
    if not open_lines:
        return None
    following = {id(line): after.kind for line, after in pairwise(head)}
    title = _title(open_lines, trails, following)
    above: Line | None = None
    below = False
    for line in head:
        if line.kind is None and _folded(line.text) == title:
            line.kind, below = "title", True
        elif line.kind is None and above is not None and above.kind == "byline" and above.scope == "line":
            line.kind = "byline"
        elif line.kind is None:
            near = above is not None and above.kind == "title"
            line.kind = _below_title(line.text, near=near) if below else _above_title(line.text)
        above = line
    return title


def _navigation(text: str, *, below: bool) -> str | None:
    """Return the kind of a head line that its shape alone tells; a trail ``below`` the title is a credit."""
    if shape.FIGURE.match(text) and not shape.is_dated_credit(text):
        return "promo"
    if shape.is_dated_credit(text) or shape.DATELINE_ALONE.match(text) or shape.ALONE.match(text):
        return "byline"
    if shape.is_menu(text) or shape.is_arrow_trail(text):
        return "breadcrumb"
    if len(shape.breadcrumb_parts(text)) >= 2:
        return "byline" if below else "breadcrumb"
    return None


def _may_be_title(line: Line) -> bool:
    text = line.text
    if line.kind is not None or len(text.split()) < TITLE_WORDS:
        return False
    return shape.is_headline(text) and len(shape.breadcrumb_parts(text)) < 2


def _title(candidates: list[Line], trails: list[str], following: dict[int, str | None]) -> str:
    """Return the folded title: a line that stands twice or ends a breadcrumb, else the most headline-like."""
    folded = [_folded(line.text) for line in candidates]
    counts = Counter(folded)
    for text in folded:
        if len(text.split()) >= 3 and (counts[text] > 1 or text in trails):
            return text
    best = max(candidates, key=lambda line: _title_score(line, following.get(id(line), "body")))
    return _folded(best.text)


def _title_score(line: Line, following: str | None) -> float:
    """Weigh a headline's capitals, its length and what follows it; the earlier of equals wins."""
    count = len(line.text.split())
    score = (
        2.0 * shape.is_headline(line.text)
        + min(count, 2 * TITLE_WORDS) / 2
        + (following in ("byline", "body", "caption"))
    )
    return score - 4.0 * portal.is_interface(line.text)


def _read_copyright(line: Line) -> None:
    """Take a copyright above the end of the story for a photo's: "©2022 Portal/Nama"."""
    if line.kind == "promo" and line.text.startswith("©"):
        line.kind = "caption"


def _above_title(text: str) -> str:
    return "promo" if portal.is_interface(text) else "breadcrumb"


def _below_title(text: str, *, near: bool) -> str:
    """Return the kind of a line between title and story; ``near`` is the line right under the title."""
    if shape.CREDIT_ALONE.match(text):
        return "caption"
    if portal.is_interface(text):
        return "promo"
    if len(text.split()) <= 4:
        return "byline" if shape.is_name(text) and len(text.split()) > 1 else "promo"
    return "title" if near and shape.is_headline(text) else "caption"


def _read_middle(middle: list[Line], title: str | None) -> None:
    counts = Counter(line.text for line in middle if not line.prose and line.kind is None)
    left = 0
    for line in middle:
        _read_copyright(line)
        left = LIST_LENGTH if line.heads_list else 0 if line.prose else left
        if line.kind == "breadcrumb" and not shape.is_arrow_trail(line.text):
            line.kind = None
        if line.kind is not None or line.prose:
            continue
        if _folded(line.text) == title:
            line.kind = "title"
        elif shape.ALONE.match(line.text) and len(line.text) > 3:
            line.kind = "byline"
        elif portal.is_interface(line.text) and not line.text[0].islower():
            line.kind = "promo"
        elif (left and shape.is_headline(line.text)) or (counts[line.text] > 1 and portal.share(line.text) > 0):
            line.kind = "promo"
            left = max(left - 1, 0)


def _read_tail(tail: list[Line], title: str | None) -> None:
    over = listed = False
    noisy = any(line.kind == "promo" or (line.kind is None and portal.is_interface(line.text)) for line in tail)
    for line in tail:
        if line.kind is None:
            line.kind = _tail_kind(line.text, title, over=over, listed=listed, noisy=noisy)
        elif (listed and line.kind == "byline" and line.scope == "line") or line.kind == "breadcrumb":
            line.kind = "promo"
        over = over or line.kind in ("promo", "byline")
        listed = listed or line.heads_list


def _tail_kind(text: str, title: str | None, *, over: bool, listed: bool, noisy: bool) -> str:
    if (over and shape.FIGURE.match(text)) or not shape.words(text):
        return "promo"
    if shape.ALONE.match(text) or (shape.is_dated_credit(text) and not listed):
        return "byline"
    if _folded(text) == title and not listed:
        return "title"
    if shape.is_arrow_trail(text) or (shape.is_menu(text) and not listed):
        return "breadcrumb"
    if portal.is_interface(text):
        return "promo"
    if listed or over:
        return "byline" if not listed and shape.is_name(text) and len(text.split()) in (2, 3) else "promo"
    if shape.is_name(text) and len(text.split()) <= 5:
        return "byline"
    return "promo" if noisy and text[0].isupper() and not text.endswith((",", ";", ":")) else "body"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".…")
