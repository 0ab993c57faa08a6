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
from pipeline.training.tagging_data import STYLES, Style, Treebanks

logger = logging.getLogger(__name__)

# glibc gives large tensors back to the system at every step otherwise, which costs two thirds of the time.
ALLOCATOR = {
    "MALLOC_TOP_PAD_": "536870912",
    "MALLOC_MMAP_THRESHOLD_": "1073741824",
    "MALLOC_TRIM_THRESHOLD_": "2147483648",
}
FREE_SENTENCES = 30_000
NEWS_SENTENCES = 6000
NEWS_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run reads and writes, its package and its seed. `shared` takes what all packages use."""

    data: Path
    shared: Path
    package: str
    seed: int = 1234

    @property
    def work(self) -> Path:
        return self.shared / self.package

    @property
    def style(self) -> Style:
        return STYLES[self.package]

    def at(self, name: str) -> Path:
        return self.work / name

    def treebanks(self) -> Treebanks:
        return tagging_data.load(self.data, self.style)


def train(data: Path, output: Path, *, work: Path | None = None, threads: int = 2, seed: int = 1234) -> None:
    """Train all models of all packages from `data` (its `ud` and `text` folders) and write them to `output`.

    `work` keeps the files between the stages (`output` + ".work" when not given). Raises RuntimeError with the log of
    a stage that failed.
    """
    shared = (work or output.with_name(output.name + ".work")).resolve()
    tagging_data.folder(data)
    for package in STYLES:
        run = Run(data.resolve(), shared, package, seed)
        run.work.mkdir(parents=True, exist_ok=True)
        for name, stage in STAGES.items():
            if (run.shared if stage.shared else run.work).joinpath(stage.output).exists():
                logger.info("stage %s of %s: done before", name, package)
                continue
            logger.info("stage %s of %s: started, log in %s", name, package, run.at(f"{name}.log"))
            _in_process(name, run, threads)
    write_package(shared, output, data=data.resolve(), seed=seed)


def _in_process(name: str, run: Run, threads: int) -> None:
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **ALLOCATOR, "OMP_NUM_THREADS": str(threads), "PYTHONPATH": paths}
    command = [sys.executable, "-m", __name__, name, str(run.data), str(run.shared), run.package, str(run.seed)]
    log = run.at(f"{name}.log")
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(command, env=environment, stdout=stream, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"stage {name} of {run.package} failed with exit code {done.returncode}; its log is {log}")


# ---------------------------------------------------------------- the stages


def teacher(run: Run) -> None:
    """Fine-tune the teacher."""
    from pipeline.training.teacher import train_teacher

    learned, dev = tagging_data.teacher_examples(run.data)
    train_teacher(learned, dev, run.shared / "teacher.pt", epochs=6, seed=run.seed)


def tokenize(run: Run) -> None:
    """Train the tokenizer and sentence splitter."""
    treebanks = run.treebanks()
    folder = run.at("tokenize")
    splitter_data.write_training(treebanks, run.style, folder / "train.txt", folder / "train.labels", seed=run.seed)
    splitter_data.write_dev(treebanks, folder / "dev.txt", folder / "dev.labels")
    splitter_data.write_expansions(treebanks.learned, folder / "mwt.json")
    stanza_stages.tokenizer(folder, run.at("tokenize.pt"), seed=run.seed)


def mwt(run: Run) -> None:
    """Train the expander of multiword tokens."""
    treebanks = run.treebanks()
    folder = run.at("mwt")
    conll.write(folder / "train.conllu", [_concatenating(sentence) for sentence in treebanks.learned])
    conll.write(folder / "dev.conllu", [_concatenating(sentence) for sentence in treebanks.dev])
    stanza_stages.expander(folder, folder / "mwt.pt", seed=run.seed)
    habits = clitic_habits(treebanks.learned)
    stanza_stages.keep_whole(folder / "mwt.pt", (form for form, cut in habits.items() if not cut))
    (folder / "mwt.pt").replace(run.at("mwt.pt"))


def cut(run: Run) -> None:
    """Cut free news text into sentences and words with the models so far."""
    lines = [
        line.strip()
        for name in tagging_data.NEWS_FILES
        for line in (run.data / "text" / name).read_text("utf-8").splitlines()
        if line.strip()
    ]
    random.Random(run.seed).shuffle(lines)
    write_models({run.package: run.work}, run.at("cutter"), processors=("tokenize", "mwt"))
    sentences = stanza_stages.cut_text(lines, run.at("cutter"), package=run.package, at_least=FREE_SENTENCES)
    sentences = [sentence for sentence in sentences if 4 < len(sentence.words) <= NEWS_LONGEST]
    conll.write(run.at("cut.conllu"), sentences[:FREE_SENTENCES])


def vectors(run: Run) -> None:
    """Give every frequent word the mean of the vectors that the teacher has for it, as the tagger's pretrained ones."""
    from pipeline.training import word_vectors
    from pipeline.training.teacher import load

    sentences = [*conll.read(run.at("cut.conllu")), *run.treebanks().learned]
    word_vectors.write(load(run.shared / "teacher.pt"), sentences, run.shared / "vectors.pt", style=run.style.treebank)


def silver(run: Run) -> None:
    """Bring the treebanks of other styles and the old GSD train file to the tags and lemmas of the style."""
    from pipeline.training import teacher as teachers
    from pipeline.training.relabel import relabel

    treebanks = run.treebanks()
    model = teachers.load(run.shared / "teacher.pt")
    words = _lexicon(treebanks)
    gold = [*treebanks.own, *(sentence for part in treebanks.kin.values() for sentence in part)]
    found = list[Sentence]()
    for part in (*treebanks.kin.values(), treebanks.old):
        asked = [teachers.example(sentence, style=run.style.treebank) for sentence in part]
        tagged = relabel(part, teachers.opinions(model, asked), model.upos, gold)
        found.extend(lemmatised(sentence, words, capitals=run.style.capitals) for sentence in tagged)
    conll.write(run.at("silver.conllu"), found)


def news(run: Run) -> None:
    """Have the teacher tag news sentences in the style of CSUI, their nearest kin."""
    from pipeline.training import teacher as teachers
    from pipeline.training.relabel import tagged_by

    sentences = conll.read(run.at("cut.conllu"))[:NEWS_SENTENCES]
    model = teachers.load(run.shared / "teacher.pt")
    asked = [teachers.example(sentence, style="csui") for sentence in sentences]
    words = _lexicon(run.treebanks())
    tagged = tagged_by(sentences, teachers.opinions(model, asked), model.upos)
    conll.write(
        run.at("news.conllu"), [lemmatised(sentence, words, capitals=run.style.capitals) for sentence in tagged]
    )


def pos(run: Run) -> None:
    """Train the tagger on gold and on what the teacher tagged."""
    treebanks = run.treebanks()
    folder = run.at("pos")
    bridged = [*conll.read(run.at("silver.conllu")), *conll.read(run.at("news.conllu"))]
    conll.write(folder / "train.conllu", [*treebanks.own * run.style.repeats, *bridged])
    conll.write(folder / "dev.conllu", treebanks.dev)
    stanza_stages.tagger(folder, run.at("pos-plain.pt"), vectors=run.shared / "vectors.pt", seed=run.seed)


def anneal(run: Run) -> None:
    """Finish the tagger with a falling learning rate."""
    vectors = run.shared / "vectors.pt"
    stanza_stages.anneal(run.at("pos"), run.at("pos-plain.pt"), run.at("pos.pt"), vectors=vectors)


def lemma(run: Run) -> None:
    """Train the lemmatizer: a dictionary of all learned words, a seq2seq model over the derived ones."""
    treebanks = run.treebanks()
    folder = run.at("lemma")
    tagged = [*conll.read(run.at("silver.conllu")), *conll.read(run.at("news.conllu"))]
    everything = [*treebanks.own * run.style.repeats, *tagged]
    capitals = run.style.capitals
    known = everything if capitals else [*everything, *stanza_stages.cased_variants(everything)]
    conll.write(folder / "dictionary.conllu", known)
    conll.write(folder / "train.conllu", stanza_stages.lemma_types(everything, cased=capitals))
    conll.write(folder / "dev.conllu", treebanks.dev)
    stanza_stages.lemmatizer(folder, run.at("lemma.pt"), seed=run.seed)


def _lexicon(treebanks: Treebanks) -> Lexicon:
    kin = [sentence for part in treebanks.kin.values() for sentence in part]
    return Lexicon(treebanks.own, kin, nlp_id())


def _concatenating(sentence: Sentence) -> Sentence:
    """Without the few multiword tokens whose words do not spell them, so that the expander may copy."""
    tokens = tuple(token for token in sentence.tokens if token.concatenates or len(token.words) == 1)
    return Sentence(sentence.id, tokens)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the file that it makes in the work folder of its package, or in the shared one."""

    run: Callable[[Run], None]
    output: str
    shared: bool = False


STAGES = {
    "teacher": Stage(teacher, "teacher.pt", shared=True),
    "tokenize": Stage(tokenize, "tokenize.pt"),
    "mwt": Stage(mwt, "mwt.pt"),
    "cut": Stage(cut, "cut.conllu"),
    "vectors": Stage(vectors, "vectors.pt", shared=True),
    "silver": Stage(silver, "silver.conllu"),
    "news": Stage(news, "news.conllu"),
    "pos": Stage(pos, "pos-plain.pt"),
    "anneal": Stage(anneal, "pos.pt"),
    "lemma": Stage(lemma, "lemma.pt"),
}


def _main(name: str, data: str, shared: str, package: str, seed: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    STAGES[name].run(Run(Path(data), Path(shared), package, int(seed)))


if __name__ == "__main__":
    _main(*sys.argv[1:])
