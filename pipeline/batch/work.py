"""Work through one shard and commit it: rejects, then records, then the marker. A shard cut off is redone whole."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pipeline.batch import marker, read, sink
from pipeline.batch.clock import Clock
from pipeline.batch.documents import Document, Reject
from pipeline.batch.inputs import unchanged
from pipeline.batch.job import Job
from pipeline.batch.marker import Marker
from pipeline.batch.store import write
from pipeline.batch.tally import Tally
from pipeline.batch.task import PARSING, Beat, Task

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.batch.annotate import Annotated

Numbered = tuple[int, read.Item]
Outcomes = list[tuple[read.Item, "Annotated | Reject"]]


def shard(nlp: Language, task: Task, job: Job, *, beat: Callable[[Beat], None] = lambda _: None) -> Marker:
    """Annotate a shard into the job's store and return its marker, written last. ``beat`` is told before each step.

    Raises OutputError, and InputError when an input file changed meanwhile.
    """
    from pipeline.batch import vocabulary

    began, clock, tally = time.monotonic(), Clock(), Tally()
    files = [job.files[number] for number in sorted({part.file for part in task.shard.parts})]
    unchanged(files)
    stem = task.shard.name if task.retry is None else f"{task.shard.name}.retry{task.retry.before.retries + 1}"
    with sink.opened(job.store, "shards", stem, compression=job.compression) as out:
        for item, outcome in _outcomes(nlp, task, job, beat, clock, tally):
            if isinstance(outcome, Reject):
                tally.rejects.append(outcome)
            else:
                assert isinstance(item, Document)
                tally.record(item, outcome.record)
                out.add(outcome.line)
        if task.retry is None:
            unchanged(files)
    done = Marker(
        documents=tally.documents,
        ok=tally.ok,
        rejected=len(tally.rejects),
        reasons=tally.reasons,
        outputs=[out.written],
        rejects=_write_rejects(job, stem, tally.rejects),
        input_sha256=task.retry.before.input_sha256 if task.retry else read.digest(job.files, task.shard.parts),
        ids=tally.ids,
        counts=tally.counts,
        seconds=round(time.monotonic() - began, 3),
        timing=clock.rounded(),
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )
    if task.retry is not None:
        done = marker.after_retry(task.retry.before, done)
    write(job.store, marker.name(task.shard), msgspec.json.encode(done))
    vocabulary.compact(nlp.vocab)
    return done


def _write_rejects(job: Job, stem: str, rejects: list[Reject]) -> str | None:
    if not rejects:
        return None
    name = f"rejects/{job.store.unique(stem + '.jsonl')}"
    write(job.store, name, b"".join(msgspec.json.encode(reject) + b"\n" for reject in rejects))
    return name


def _outcomes(
    nlp: Language, task: Task, job: Job, beat: Callable[[Beat], None], clock: Clock, tally: Tally
) -> Iterator[tuple[read.Item, Annotated | Reject]]:
    """Yield what becomes of every item, in order."""
    items = clock.stage("read", _items(task, job, beat, tally))
    position = 0
    for number, group in enumerate(batches(items, size=job.batch_size, chars=job.batch_chars)):
        alone = number in task.alone
        for step in [[item] for item in group] if alone else [group]:
            beat(Beat(number, position, len(step), alone, len(tally.rejects)))
            yield from _step(nlp, list(enumerate(step, position)), task, job, clock)
            position += len(step)
        beat(Beat(number, position, 0, False, len(tally.rejects)))


def _items(task: Task, job: Job, beat: Callable[[Beat], None], tally: Tally) -> Iterator[read.Item]:
    """Yield what is to be gone through, in order.

    Of a page ``beat`` is told before it is parsed, so that one which hangs the parser, or kills it, is set aside too.
    """
    places = None if task.retry is None else task.retry.places
    position = 0
    for part in task.shard.parts:
        file = job.files[part.file]
        page = file.format == "html"
        if page and places is not None and (file.name, 1, 0) not in places:
            continue
        if page and position in task.set_aside:
            yield Reject(file.name, 1, 0, file.name, *task.set_aside[position])
            position += 1
            continue
        if page:
            beat(Beat(PARSING, position, 1, True, len(tally.rejects)))
        for item in read.part(job.files, part, job.reading):
            if page:
                beat(Beat(PARSING, position, 0, False, len(tally.rejects)))
            if places is None or place_of(item) in places:
                yield item
                position += 1


def _step(nlp: Language, step: list[Numbered], task: Task, job: Job, clock: Clock) -> Outcomes:
    from pipeline.batch import annotate

    asked = [item for place, item in step if isinstance(item, Document) and place not in task.set_aside]
    answers = iter(annotate.batch(nlp, asked, omit=job.omit, clock=clock))
    outcomes: Outcomes = []
    for place, item in step:
        if isinstance(item, Reject):
            outcomes.append((item, item))
        elif place in task.set_aside:
            reason, detail = task.set_aside[place]
            outcomes.append((item, Reject(item.file, item.line, item.offset, item.id, reason, detail)))
        else:
            outcomes.append((item, next(answers)))
    return outcomes


def place_of(item: read.Item) -> tuple[str, int, int]:
    """Return file, line and offset of a document or reject."""
    return item.file, item.line, item.offset


def batches(items: Iterable[read.Item], *, size: int, chars: int) -> Iterator[list[read.Item]]:
    """Cut items into lists of at most ``size``, each closed by the document that takes it to ``chars`` characters."""
    group: list[read.Item] = []
    total = 0
    for item in items:
        group.append(item)
        total += len(item.text) if isinstance(item, Document) else 0
        if len(group) >= size or total >= chars:
            yield group
            group, total = [], 0
    if group:
        yield group
