"""Is a sentence that `review` chooses worth more than a random one? The learning curve of the category classifier.

    python benchmarks/learning_curve.py [--no-vectors] [--seeds 10] [--output docs/images/learning-curve.png]

A person is played by the settled labels of `corpus/categories`. From 300 labelled sentences of the train part (whole
articles in random order) a model is trained; it annotates the rest, `review` chooses 200 of it in one go, and the model is
trained again on the first 50, 100, 150 and 200 of them; the other curve takes as many at random. Both are measured on the
dev part. Articles that the encoder's sentence vector was tuned on take no part. The table and the plot show the mean over
the seeds with its 95 % interval (Student's t); the last column is the mean of the paired differences.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from pipeline.annotate import category_model
from pipeline.record import Block, Record, Sentence
from pipeline.training import review
from pipeline.training.categories import tuned_articles
from pipeline.training.category_docs import Examples, examples
from pipeline.training.category_examples import read
from pipeline.training.category_fit import Fitted, Recipe, fit
from pipeline.training.category_scores import score

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
QUICK = Recipe(strengths=(1.0,), folds=2)
START, STEPS = 300, (0, 50, 100, 150, 200)
COLOURS = {"reviewed": "#1b6ca8", "random": "#b3651d"}


@dataclass(frozen=True, slots=True)
class Curves:
    """Macro-F1 on the dev part (seeds, steps) after so many further sentences, and that of a model on the whole pool."""

    reviewed: Floats
    random: Floats
    whole: float
    pool: int
    judged: int


def measure(corpus: Path, *, encoder: Path | None, cache: Path, seeds: int) -> Curves:
    """Return both curves; prints a line a seed."""
    whole, seen = read(corpus), tuned_articles(encoder)
    articles = [article for article in whole.part("train") if article.id not in seen]
    pool = examples(articles, encoder=encoder, cache=cache)
    dev = examples(whole.part("dev"), encoder=encoder, cache=cache)
    curves: dict[str, list[list[float]]] = {"reviewed": [], "random": []}
    for seed in range(seeds):
        start, rest = drawn(pool, np.random.default_rng(seed))
        first = fit(pool.take(start), QUICK)
        base = macro_f1(first, dev)
        orders = {
            "reviewed": reviewed(pool, first, rest),
            "random": rest[np.random.default_rng(seed).permutation(len(rest))],
        }
        for name, order in orders.items():
            further = [macro_f1(fit(pool.take(np.append(start, order[:step])), QUICK), dev) for step in STEPS[1:]]
            curves[name].append([base, *further])
        print(f"seed {seed}: " + ", ".join(f"{name} {rows[-1][-1]:.4f}" for name, rows in curves.items()), flush=True)
    top = macro_f1(fit(pool, QUICK), dev)
    return Curves(np.array(curves["reviewed"]), np.array(curves["random"]), top, len(pool), len(dev))


def drawn(pool: Examples, random: np.random.Generator) -> tuple[Rows, Rows]:
    """Return the places of START sentences of articles in random order, and those of all others."""
    names = random.permutation(sorted(set(pool.articles)))
    order = np.concatenate([np.flatnonzero(pool.articles == name) for name in names])
    return order[:START], order[START:]


def reviewed(pool: Examples, fitted: Fitted, rest: Rows) -> Rows:
    """Return the places that ``review`` chooses among ``rest``, the most worthwhile first."""
    found = category_model.scores(fitted.pipeline, pool.features[rest], labels=len(fitted.labels))
    places: dict[str, int] = {}
    records = list(annotated(pool, rest, found, fitted.labels, places))
    items = review.from_records(records, count=STEPS[-1])
    return np.array([places[item.id] for item in items], dtype=np.int64)


def annotated(
    pool: Examples, rest: Rows, scores: Floats, labels: Sequence[str], places: dict[str, int]
) -> Iterator[Record]:
    """Yield the records that a run would have written; ``places`` gets the place of every sentence by its review id."""
    for article in sorted(set(pool.articles[rest])):
        sentences, at = [], 0
        chosen = np.flatnonzero(pool.articles[rest] == article)
        for number in chosen:
            end = at + len(pool.texts[rest[number]])
            shown = {label: round(float(value), 3) for label, value in zip(labels, scores[number], strict=True)}
            best = labels[int(scores[number].argmax())]
            sentences.append(Sentence(start=at, end=end, category=best, scores=shown, abstained=False, tokens=[]))
            places[f"{article}:{at}-{end}"] = int(rest[number])
            at = end + 1
        text = "\n".join(pool.texts[rest[number]] for number in chosen)
        yield Record(id=article, text=text, blocks=[Block(start=0, end=len(text), kind="body")], sentences=sentences)


def macro_f1(fitted: Fitted, dev: Examples) -> float:
    """Return the macro-F1 of a model on the dev part."""
    found = category_model.scores(fitted.pipeline, dev.features, labels=len(fitted.labels))
    return score(found, list(dev.labels), list(dev.articles), fitted.labels).macro_f1.value


def interval(values: Floats) -> tuple[Floats, Floats]:
    """Return the mean over the seeds and half the width of its 95 % interval, for values (seeds, steps)."""
    count = len(values)
    spread = values.std(axis=0, ddof=1) / np.sqrt(count) if count > 1 else np.zeros(values.shape[1])
    return values.mean(axis=0), np.asarray(student.ppf(0.975, max(1, count - 1)) * spread)


def table(curves: Curves) -> str:
    """Return the figures as a Markdown table, in points of macro-F1."""
    columns = [interval(100 * values) for values in (curves.reviewed, curves.random, curves.reviewed - curves.random)]
    lines = ["| further sentences | reviewed | random | difference |", "|---:|---|---|---|"]
    for place, step in enumerate(STEPS):
        cells = [f"{mean[place]:.1f} ± {half[place]:.1f}" for mean, half in columns]
        lines.append(f"| {step} | {' | '.join(cells)} |")
    lines.append(f"\nAll {curves.pool} sentences of the pool: {100 * curves.whole:.1f}. Measured on {curves.judged}.")
    return "\n".join(lines)


def plot(curves: Curves, output: Path) -> None:
    """Draw both curves with their intervals."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4.0), dpi=120)
    for name, values in (("reviewed", curves.reviewed), ("random", curves.random)):
        mean, half = interval(100 * values)
        axes.plot(STEPS, mean, marker="o", color=COLOURS[name], label=name)
        axes.fill_between(STEPS, mean - half, mean + half, color=COLOURS[name], alpha=0.2, linewidth=0)
    axes.axhline(100 * curves.whole, color="0.5", linestyle=":", label=f"all {curves.pool} sentences")
    axes.set(xlabel=f"sentences labelled beyond the first {START}", ylabel="macro-F1 on dev, %", xticks=STEPS)
    axes.set_title(f"Reviewed against random, {len(curves.random)} seeds, 95 % intervals of the mean", fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower right")
    figure.tight_layout()
    figure.savefig(output)
    pyplot.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus/categories"))
    parser.add_argument("--encoder", type=Path, default=Path("models/encoder-id"))
    parser.add_argument("--no-vectors", action="store_true", help="words and hints alone; no encoder is needed")
    parser.add_argument("--cache", type=Path, default=Path("out/training/categories"))
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--output", type=Path, default=Path("docs/images/learning-curve.png"))
    given = parser.parse_args()
    encoder = None if given.no_vectors else given.encoder
    curves = measure(given.corpus, encoder=encoder, cache=given.cache, seeds=given.seeds)
    print(table(curves))
    plot(curves, given.output)
    print(f"wrote {given.output}")


if __name__ == "__main__":
    main()
