"""What becomes of a task whose worker was lost."""

from __future__ import annotations

import pytest

from pipeline.batch import task
from pipeline.batch.documents import InputError
from pipeline.batch.shards import Shard
from pipeline.batch.task import Beat, Task

TASK = Task(Shard(0, []))
IN_BATCH = Beat(batch=2, first=8, documents=4, alone=False, rejected=0)
ALONE = Beat(batch=2, first=9, documents=1, alone=True, rejected=0)
BETWEEN = Beat(batch=2, first=12, documents=0, alone=False, rejected=0)


def test_a_batch_over_a_limit_is_gone_through_one_by_one() -> None:
    now = task.after_limit(TASK, IN_BATCH, "timeout", "over 1 s")
    assert (now.alone, now.set_aside) == ({2}, {})


def test_a_document_over_a_limit_is_set_aside() -> None:
    now = task.after_limit(TASK, ALONE, "timeout", "over 1 s")
    assert now.set_aside == {9: ("timeout", "over 1 s")}


def test_the_first_death_has_the_shard_redone_as_it_is() -> None:
    now = task.after_death(TASK, IN_BATCH, "signal 9")
    assert (now.deaths, now.alone, now.set_aside) == (1, frozenset(), {})


def test_the_second_death_has_its_batch_gone_through_one_by_one() -> None:
    now = task.after_death(task.after_death(TASK, IN_BATCH, "signal 9"), IN_BATCH, "signal 9")
    assert now.alone == {2}


def test_only_two_deaths_alone_set_a_document_aside() -> None:
    once = task.after_death(TASK, ALONE, "signal 11")
    assert once.set_aside == {}
    twice = task.after_death(once, ALONE, "signal 11")
    assert twice.set_aside == {9: ("worker_died", "its worker ended 2 times (signal 11)")}


@pytest.mark.parametrize("at", [None, BETWEEN])
def test_deaths_outside_documents_blame_none_and_end_the_run_at_last(at: Beat | None) -> None:
    now = TASK
    for _ in range(task.DEATHS_OUTSIDE - 1):
        now = task.after_death(now, at, "exit code 3")
        assert (now.alone, now.set_aside) == (frozenset(), {})
    with pytest.raises(InputError, match=r"shard 00000: 5 workers ended outside its documents \(exit code 3\)"):
        task.after_death(now, at, "exit code 3")
