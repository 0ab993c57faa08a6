"""The entity model fine-tuned on NERUI's five folds, the published comparison (IndoBERT 90.1 F1): one model a fold, none shipped.

    python benchmarks/nerui.py --data DATA --work out/training/encoder

WORK is where `train entities` keeps its stages. Each model starts from the average of the second stage (which has not seen
NERUI) and trains as in the first stage, head anew, with fewer epochs and a lower rate, on the fold's train part alone; its test part
is scored once. Prints F1 a fold and their mean. From the plain encoder instead, fold 01 gave 87.70.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tokenizers import Tokenizer

from pipeline.training import encoder_export, entities, entity_training, mention_swap, predict
from pipeline.training.entity_model import EntityModel
from pipeline.training.entity_training import Options, copy_of
from pipeline.training.mention_swap import Swapper
from pipeline.training.mentions import read_columns

FOLDS = ("01", "02", "03", "04", "05")


def score(fold: str, data: Path, corpus: Path, start: EntityModel, tokenizer: Tokenizer, options: Options) -> float:
    """F1 of the fold's test part in per cent."""
    folder = data / "ner" / "nerui"
    train = read_columns(folder / f"train.{fold}.tsv", source="nerui")
    names = mention_swap.read_names(corpus / "names.tsv")
    swap = Swapper(train, names=names, regions=[], share=entities.SWAPPED)
    model = entity_training.fit(copy_of(start).encoder, tokenizer, train, options, change=swap)
    test = read_columns(folder / f"test.{fold}.tsv", source="nerui")
    return predict.evaluate(test, predict.by_model(model, tokenizer)).f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus/entities"))
    parser.add_argument("--work", type=Path, default=Path("out/training/encoder"))
    parser.add_argument("--tokenizer", type=Path, default=Path("models/encoder-id/tokenizer.json"))
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    start = encoder_export.load_checkpoint(given.work / "averaged.pt")
    tokenizer = Tokenizer.from_file(str(given.tokenizer))
    options = Options(epochs=5, encoder_rate=5e-5, keep=0.0, threads=given.threads)
    found = []
    for fold in FOLDS:
        found.append(score(fold, given.data, given.corpus, start, tokenizer, options))
        print(f"fold {fold}: F1 {found[-1]:.2f}", flush=True)
    print(f"mean F1 {sum(found) / len(found):.2f}")


if __name__ == "__main__":
    main()
