"""The card of a category model, from its metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.training.category_examples import FEWEST


def card(metrics: dict[str, Any], *, notes: str = "") -> str:
    """Return the card as Markdown, with ``notes`` at its end."""
    return "\n\n".join(part.rstrip() for part in (*_parts(metrics), notes) if part) + "\n"


def _parts(metrics: dict[str, Any]) -> Iterable[str]:
    yield "# Category classifier"
    yield (
        "What each title and body sentence is for in its story: "
        + ", ".join(f"`{label}`" for label in metrics["labels"])
        + ". A scikit-learn pipeline: word and character TF-IDF, readable hints of it and "
        "of the sentences beside it (place, numbers, cue words, quotation, judge)"
        + (", the encoder's sentence vector" if metrics["vectors"] else ", no sentence vector")
        + "; one multinomial logistic regression, its temperature folded into the coefficients. "
        "Licence: MIT."
    )
    counts = ", ".join(f"{label} {count}" for label, count in metrics["counts"].items())
    given = metrics["trained_on"]
    yield (
        f"Corpus `{metrics['corpus']}`, {metrics['articles']} articles ({counts}), digest `{metrics['digest']}`; trained on "
        f"{given['sentences']} sentences of {given['articles']} articles."
    )
    yield f"    {metrics['command']}" if metrics["command"] else ""
    for title, key in (
        ("Test part, never trained or chosen on", "test"),
        ("Out of fold (train and dev)", "out_of_fold"),
    ):
        if metrics[key]:
            yield f"## {title}"
            yield _scores(metrics[key])
    if metrics["real"]:
        yield "## Real news sentences, without their articles; never trained on"
        yield _scores(metrics["real"]) + f"\n\nThe macro-F1 is over labels with at least {FEWEST} sentences."
    if metrics["ablation"]:
        whole = metrics["out_of_fold"]["macro_f1"]["value"]
        rows = [*metrics["ablation"].items(), ("all", whole)]
        yield "## Feature groups"
        yield _table(("features", "macro-F1 out of fold"), [(name, f"{value:.3f}") for name, value in rows])
    yield "## Probabilities"
    yield (
        f"Expected calibration error {metrics['ece']:.3f} (10 bins, all out-of-fold predictions; calibration.png), "
        f"temperature {metrics['temperature']:.2f}, C {metrics['strength']:g}. "
        + _prior(metrics["recipe"]["prior"])
        + "With a threshold the component abstains:"
    )
    yield _table(
        ("threshold", "coverage", "accuracy"),
        [(f"{t:.1f}", f"{share:.3f}", f"{right:.3f}") for t, share, right in metrics["coverage"]],
    )
    yield "## Made with"
    yield ", ".join(f"{name} {release}" for name, release in metrics["versions"].items()) + f"; {metrics['seconds']} s."


def _prior(prior: dict[str, float] | None) -> str:
    if prior is None:
        return ""
    shares = ", ".join(f"{label} {share:.2f}" for label, share in prior.items())
    return f"After calibration the intercepts are moved to the shares expected of news: {shares}. "


def _scores(found: dict[str, Any]) -> str:
    rows = [
        (one["label"], _interval(one["f1"]), f"{one['precision']:.3f}", f"{one['recall']:.3f}", str(one["count"]))
        for one in found["labels"]
    ]
    head = (
        f"{found['sentences']} sentences, {found['articles']} articles: macro-F1 {_interval(found['macro_f1'])}, accuracy "
        f"{_interval(found['accuracy'])}; 95 % bootstrap intervals over articles."
    )
    return head + "\n\n" + _table(("label", "F1", "precision", "recall", "sentences"), rows)


def _interval(value: dict[str, float]) -> str:
    return f"{value['value']:.3f} ({value['low']:.3f}–{value['high']:.3f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
