"""The recipe of the shipped stanza models: tokenize, mwt, pos, lemma, from the data folder with one call.

Every stage is a process of its own, writes one file of the work folder, and is skipped when that file is there, so an
interrupted run goes on where it stopped. Stanza's own training functions do the training.
"""

from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.training import conll, splitter_data, stanza_stages, tagging_data
from pipeline.training.conll import Sentence
from pipeline.training.lemmas import Lexicon, lemmatised, nlp_id
from pipeline.training.silver import clitic_habits
from pipeline.training.stanza_package import write_models, write_package

logger = logging.getLogger(__name__)

# glibc gives large tensors back to the system at every step otherwise, which costs two thirds of the time.
ALLOCATOR = {
    "MALLOC_TOP_PAD_": "536870912",
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "2147483648",
}
NEWS_SENTENCES = 3000
NEWS_LONGEST = 60
GSD_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run reads and writes, and its seed."""

    data: Path
    work: Path
    seed: int = 1234

    def at(self, name: str) -> Path:
        return self.work / name


def train(data: Path, output: Path, *, work: Path | None = None, threads: int = 2, seed: int = 1234) -> None:
    """Train all models from `data` (its `ud` and `text` folders) and write the package to `output`.

    `work` keeps the files between the stages (`output` + ".work" when not given). Raises RuntimeError with the log of
    a stage that failed.
    """
    run = Run(data.resolve(), (work or output.with_name(output.name + ".work")).resolve(), seed)
    tagging_data.folder(run.data)
    run.work.mkdir(parents=True, exist_ok=True)
    for name, stage in STAGES.items():
        if run.at(stage.output).exists():
            logger.info("stage %s: done before", name)
            continue
        logger.info("stage %s: started, log in %s", name, run.at(f"{name}.log"))
        _in_process(name, run, threads)
    write_package(run.work, output, data=run.data, seed=seed)


def _in_process(name: str, run: Run, threads: int) -> None:
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **ALLOCATOR, "OMP_NUM_THREADS": str(threads), "PYTHONPATH": paths}
    command = [sys.executable, "-m", __name__, name, str(run.data), str(run.work), str(run.seed)]
    log = run.at(f"{name}.log")
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, env=environment, stdout=stream, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"stage {name} failed with exit code {done.returncode}; its log is {log}")


# ---------------------------------------------------------------- the stages


def teacher(run: Run) -> None:
    """Fine-tune the teacher."""
    from pipeline.training.teacher import train_teacher

    learned, dev = tagging_data.teacher_examples(tagging_data.load(run.data))
    train_teacher(learned, dev, run.at("teacher.pt"), epochs=6, seed=run.seed)


def tokenize(run: Run) -> None:
    """Train the tokenizer and sentence splitter."""
    treebanks = tagging_data.load(run.data)
    folder = run.at("tokenize")
    splitter_data.write_training(treebanks, folder / "train.txt", folder / "train.labels", seed=run.seed)
    splitter_data.write_dev(treebanks, folder / "dev.txt", folder / "dev.labels")
    learned = [*treebanks.csui, *treebanks.pud, *treebanks.gsd, *treebanks.old]
    splitter_data.write_expansions(learned, folder / "mwt.json")
    stanza_stages.tokenizer(folder, run.at("tokenize.pt"), seed=run.seed)


def mwt(run: Run) -> None:
    """Train the expander of multiword tokens."""
    treebanks = tagging_data.load(run.data)
    folder = run.at("mwt")
    learned = [*treebanks.csui, *treebanks.pud, *treebanks.gsd, *treebanks.old]
    conll.write(folder / "train.conllu", [_concatenating(sentence) for sentence in learned])
    conll.write(folder / "dev.conllu", [_concatenating(sentence) for sentence in treebanks.dev])
    stanza_stages.expander(folder, folder / "mwt.pt", seed=run.seed)
    habits = clitic_habits(learned)
    stanza_stages.keep_whole(folder / "mwt.pt", (form for form, cut in habits.items() if not cut))
    (folder / "mwt.pt").replace(run.at("mwt.pt"))


def silver(run: Run) -> None:
    """Bring the old GSD train file to today's tags and lemmas."""
    from pipeline.training import teacher as teachers
    from pipeline.training.relabel import relabel

    treebanks = tagging_data.load(run.data)
    model = teachers.load(run.at("teacher.pt"))
    asked = [teachers.example(sentence, style="gsd") for sentence in treebanks.old]
    gold = [*treebanks.gsd, *treebanks.csui, *treebanks.pud]
    tagged = relabel(treebanks.old, teachers.opinions(model, asked), model.upos, gold)
    words = _lexicon(treebanks)
    conll.write(run.at("silver.conllu"), [lemmatised(sentence, words) for sentence in tagged])


def cut(run: Run) -> None:
    """Cut free news text into sentences and words with the models so far."""
    lines = [
        line.strip()
        for name in tagging_data.NEWS_FILES
        for line in (run.data / "text" / name).read_text("utf-8").splitlines()
        if line.strip()
    ]
    random.Random(run.seed).shuffle(lines)
    write_models(run.work, run.at("cutter"), processors=("tokenize", "mwt"))
    sentences = stanza_stages.cut_text(lines, run.at("cutter"), at_least=NEWS_SENTENCES)
    sentences = [sentence for sentence in sentences if 4 < len(sentence.words) <= NEWS_LONGEST]
    conll.write(run.at("cut.conllu"), sentences[:NEWS_SENTENCES])


def news(run: Run) -> None:
    """Have the teacher tag the news sentences in the style of CSUI, their nearest kin."""
    from pipeline.training import teacher as teachers
    from pipeline.training.relabel import tagged_by

    sentences = conll.read(run.at("cut.conllu"))
    model = teachers.load(run.at("teacher.pt"))
    asked = [teachers.example(sentence, style="csui") for sentence in sentences]
    words = _lexicon(tagging_data.load(run.data))
    tagged = tagged_by(sentences, teachers.opinions(model, asked), model.upos)
    conll.write(run.at("news.conllu"), [lemmatised(sentence, words) for sentence in tagged])


def pos(run: Run) -> None:
    """Train the tagger on gold, the relabelled old file and the teacher's news."""
    treebanks = tagging_data.load(run.data)
    folder = run.at("pos")
    gold = [*treebanks.csui, *treebanks.pud, *treebanks.gsd * GSD_REPEATS]
    bridged = [*conll.read(run.at("silver.conllu")), *conll.read(run.at("news.conllu"))]
    conll.write(folder / "train.conllu", [*gold, *bridged])
    conll.write(folder / "dev.conllu", treebanks.dev)
    stanza_stages.tagger(folder, run.at("pos-plain.pt"), seed=run.seed)


def anneal(run: Run) -> None:
    """Finish the tagger with a falling learning rate."""
    stanza_stages.anneal(run.at("pos"), run.at("pos-plain.pt"), run.at("pos.pt"))


def lemma(run: Run) -> None:
    """Train the lemmatizer: a dictionary of all learned words, a seq2seq model over the derived ones."""
    treebanks = tagging_data.load(run.data)
    folder = run.at("lemma")
    words = _lexicon(treebanks)
    others = [lemmatised(sentence, words) for sentence in (*treebanks.csui, *treebanks.pud)]
    silver_part, news_part = (conll.read(run.at(name)) for name in ("silver.conllu", "news.conllu"))
    everything = [*treebanks.gsd * GSD_REPEATS, *others, *silver_part, *news_part]
    conll.write(folder / "dictionary.conllu", [*everything, *stanza_stages.cased_variants(everything)])
    conll.write(folder / "train.conllu", stanza_stages.lemma_types(everything))
    conll.write(folder / "dev.conllu", treebanks.dev)
    stanza_stages.lemmatizer(folder, run.at("lemma.pt"), seed=run.seed)


def _lexicon(treebanks: tagging_data.Treebanks) -> Lexicon:
    return Lexicon(treebanks.gsd, [*treebanks.csui, *treebanks.pud], nlp_id())


def _concatenating(sentence: Sentence) -> Sentence:
    """Without the few multiword tokens whose words do not spell them, so that the expander may copy."""
    tokens = tuple(token for token in sentence.tokens if token.concatenates or len(token.words) == 1)
    return Sentence(sentence.id, tokens)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the file in the work folder that it makes."""

    run: Callable[[Run], None]
    output: str


STAGES = {
    "teacher": Stage(teacher, "teacher.pt"),
    "tokenize": Stage(tokenize, "tokenize.pt"),
    "mwt": Stage(mwt, "mwt.pt"),
    "cut": Stage(cut, "cut.conllu"),
    "silver": Stage(silver, "silver.conllu"),
    "news": Stage(news, "news.conllu"),
    "pos": Stage(pos, "pos-plain.pt"),
    "anneal": Stage(anneal, "pos.pt"),
    "lemma": Stage(lemma, "lemma.pt"),
}


def _main(name: str, data: str, work: str, seed: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    STAGES[name].run(Run(Path(data), Path(work), int(seed)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
