"""Records for the tests of this room: one by hand, and any number made up by hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from pipeline.record import (
    Block,
    Cluster,
    DateMention,
    Entity,
    Provenance,
    Quantity,
    Quote,
    Record,
    Sentence,
    Speaker,
    Token,
)

TEXT = "Kota Solo\n\nWali Kota Solo membeli bukunya. Harganya Rp 3 miliar. (abc)"


def token(text: str, start: int, **named: object) -> Token:
    return Token(start=start, end=start + len(text), text=text, **named)  # type: ignore[arg-type]


RECORD = Record(
    id="contoh 1",
    text=TEXT,
    meta={"published": "2017-06-15", "url": "u"},
    blocks=[Block(start=0, end=9, kind="title"), Block(start=11, end=70, kind="body")],
    sentences=[
        Sentence(start=0, end=9, category="context", scores={"context": 0.9, "policy": 0.1},
                 tokens=[token("Kota", 0, upos="PROPN", lemma="kota"), token("Solo", 5, upos="PROPN", lemma="solo")]),
        Sentence(start=11, end=42, category="policy", scores={"context": 0.2, "policy": 0.8},
                 tokens=[token("Wali", 11, upos="PROPN"), token("Kota", 16, upos="PROPN"), token("Solo", 21, upos="PROPN"),
                         token("membeli", 26, upos="VERB", lemma="beli", feats="Voice=Act"),
                         token("buku", 34, upos="NOUN", mwt="B"), token("nya", 38, upos="PRON", mwt="I"),
                         token(".", 41, upos="PUNCT")]),
        Sentence(start=43, end=64, abstained=True, scores={"context": 0.5, "policy": 0.5},
                 tokens=[token("Harga", 43, mwt="B"), token("nya", 48, mwt="I"), token("Rp", 52), token("3", 55),
                         token("miliar", 57), token(".", 63)]),
    ],
    entities=[Entity(start=5, end=9, text="Solo", label="LOC", score=0.9, cluster=0),
              Entity(start=11, end=25, text="Wali Kota Solo", label="POSITION", score=0.8),
              Entity(start=21, end=25, text="Solo", label="LOC", score=0.95, cluster=0)],
    clusters=[Cluster(name="Kota Solo", label="LOC", link="id-region:33.72")],
    quantities=[Quantity(start=52, end=63, text="Rp 3 miliar", kind="money", value=3_000_000_000, currency="IDR")],
    dates=[DateMention(start=0, end=4, text="Kota", value="2017")],
    quotes=[Quote(start=43, end=64, direct=False, speaker=Speaker(start=11, end=25, name="Wali Kota"), cue="kata")],
    provenance=Provenance(pipeline="0.1.0", config="sha256:0", models={"stanza": "sha256:1"}),
)  # fmt: skip

WORD = st.text(st.sampled_from("abcRp39.\u00e9\U0001f600"), min_size=1, max_size=4)
GAP = st.sampled_from(["", " ", "  ", "\n", " \n ", "\u00a0", "\t"])
FEATS = st.sampled_from([None, "Number=Sing", "Number=Sing|Voice=Act"])
TAG = st.sampled_from([None, "NOUN", "VERB", "PUNCT"])


@st.composite
def records(draw: st.DrawFn) -> Record:
    text, sentences, entities = draw(GAP), [], []
    parsed = draw(st.booleans())
    for _ in range(draw(st.integers(0, 4))):
        tokens: list[Token] = []
        size = draw(st.integers(1, 5))
        for number in range(size):
            word = draw(WORD)
            head = draw(st.integers(0, size - 1)) if number else -1
            tokens.append(
                token(
                    word, len(text), lemma=draw(st.none() | WORD), upos=draw(TAG), feats=draw(FEATS),
                    mwt=draw(st.sampled_from([None, "B"])),
                    head=(0 if head == number else head) if parsed else None,
                    deprel=("dep" if number else "root") if parsed else None,
                )
            )  # fmt: skip
            text += word + (draw(GAP) if number < size - 1 else "")
        sentences.append(Sentence(start=tokens[0].start, end=tokens[-1].end, tokens=tokens))
        if draw(st.booleans()):
            first, last = sorted((draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1))))
            start, end = tokens[first].start, tokens[last].end
            entities.append(
                Entity(start=start, end=end, text=text[start:end], label=draw(st.sampled_from(["PER", "LOC"])))
            )
        text += draw(GAP)
    blocks = [Block(start=0, end=len(text), kind="body")]
    return Record(id="x", text=text, blocks=blocks, sentences=sentences, entities=entities)
