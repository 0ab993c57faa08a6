"""``promote``: let a candidate take the champion's place when it is not worse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import show_gate
from pipeline.cli.console import out
from pipeline.config import default_path

TITLE = "Replace a model by a better one."
MODELS = default_path().parent.parent / "models"


def categories(
    candidate: Annotated[Path, typer.Argument(help="The model folder that is to take over.")],
    champion: Annotated[Path, typer.Option(help="The model folder in use.")] = MODELS / "categories",
    corpus: Annotated[Path, typer.Option(help="The corpus whose test part decides.")] = Path("corpus/categories"),
    encoder: Annotated[Path, typer.Option(help="The encoder folder.")] = MODELS / "encoder-id",
) -> int:
    """Run the gate on the frozen test part; exit 0 and swap the folders when it is passed, exit 1 and change nothing when not."""
    from pipeline.training.promote import promote

    found = promote(candidate, champion=champion, corpus=corpus, encoder=encoder)
    show_gate.comparison(out, found.comparison)
    if found.kept is None:
        return 1
    out.print(f"{champion} is now {candidate}; the old model is kept in {found.kept}", markup=False)
    return 0


COMMANDS: dict[str, tuple[Callable[..., int], str]] = {
    "categories": (categories, "python -m pipeline promote categories models/mine"),
}
