"""A real Ray cluster of two nodes on loopback gives the same bytes as one process, also when a node is lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.batch import extras, ray_engine, work
from pipeline.batch import job as jobs
from pipeline.batch.documents import InputError
from pipeline.batch.job import Job, Limits
from pipeline.batch.run import run
from pipeline.batch.task import Task
from tests.batch.conftest import FAULTS, log, rejects, write_lines
from tests.conftest import ROOT

Digest = Callable[[Path], dict[str, str]]
INLINE = {"run.engine": "inline"}


@contextmanager
def nodes(*cores: int) -> Iterator[tuple[Any, list[Any]]]:
    """Yield a cluster on loopback and its nodes but the first, with no dashboard and nothing sent home."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{FAULTS}{os.pathsep}{ROOT}")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")  # else 127.0.0.1 becomes the network card's address
        patch.setenv("RAY_agent_register_timeout_ms", "200000")  # a loaded machine is slow to start
        ray = pytest.importorskip("ray", reason="ray is not installed: pip install 'warta[ray]'")  # reads them
        from ray.cluster_utils import Cluster

        node = {"object_store_memory": 80 << 20, "node_ip_address": "127.0.0.1"}
        head = node | {"include_dashboard": False, "num_cpus": cores[0]}
        cluster = Cluster(initialize_head=True, head_node_args=head)
        others = [cluster.add_node(**node, num_cpus=count) for count in cores[1:]]
        try:
            yield cluster, others
        finally:
            ray.shutdown()
            cluster.shutdown()


@pytest.mark.filterwarnings(
    "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
class TestTwoNodes:
    def test_the_same_bytes_as_in_process_and_limits_hold(
        self, faulty_config: Path, tmp_path: Path, digest: Digest
    ) -> None:
        texts = [f"Kalimat {n} pendek. Lagi." for n in range(60)]
        texts[7], texts[30] = "", "RUSAK"
        source = write_lines(tmp_path / "a.jsonl", texts)
        with nodes(2, 2) as (cluster, _):
            overrides = {"run.engine": "ray", "run.ray_address": cluster.address, "run.workers": 2}
            result = run(faulty_config, [str(source)], tmp_path / "ray", overrides=overrides)
        assert (result.stats.ok, result.stats.rejected) == (58, 2)
        run(faulty_config, [str(source)], tmp_path / "one", overrides=INLINE)
        assert digest(tmp_path / "ray") == digest(tmp_path / "one")
        assert [reject["reason"] for reject in rejects(tmp_path / "ray")] == ["empty", "component_error"]

    @pytest.mark.slow
    def test_a_node_lost_for_good_in_the_middle_of_a_run_costs_no_document(
        self, faulty_config: Path, tmp_path: Path, digest: Digest
    ) -> None:
        source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n} pendek. Lagi." for n in range(300)])
        slow, over = {"components.faults.seconds": 0.1}, threading.Event()
        with nodes(1, 1) as (cluster, (other,)):
            overrides = slow | {"run.engine": "ray", "run.ray_address": cluster.address, "run.workers": 2}
            killer = threading.Thread(target=lose, args=(cluster, other, tmp_path / "ray", over))
            killer.start()
            try:
                result = run(faulty_config, [str(source)], tmp_path / "ray", overrides=overrides)
            finally:
                over.set()
                killer.join()
        assert (result.stats.ok, result.stats.rejected) == (300, 0)
        run(faulty_config, [str(source)], tmp_path / "one", overrides=INLINE | slow)
        assert digest(tmp_path / "ray") == digest(tmp_path / "one")
        assert any(event["event"] == "worker_lost" for event in log(tmp_path / "ray"))


def lose(cluster: Any, node: Any, out: Path, over: threading.Event) -> None:
    """Kill a node once the workers of both have done a shard."""
    while not over.wait(0.1):
        if (out / "log.jsonl").is_file() and sum(event["event"] == "worker_ready" for event in log(out)) == 2:
            cluster.remove_node(node, allow_graceful=False)
            return


def test_a_missing_ray_is_named_with_its_cure(
    plain_config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(module: str) -> Any:
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", missing)
    source = write_lines(tmp_path / "a.jsonl", ["satu"])
    with pytest.raises(InputError, match=r"engine = ray needs the package 'ray': pip install 'warta\[ray\]'"):
        run(plain_config, [str(source)], tmp_path / "out", overrides={"run.engine": "ray"})


class LostError(Exception):
    """Stands for RayActorError."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Stands for what Ray calls an object reference."""

    value: object = None
    lost: bool = False


class FakeActor:
    """An actor of a cluster without processes: ``lose`` names the calls, over all actors, at which it is lost."""

    calls = 0
    lose: frozenset[int] = frozenset()

    def __init__(self, job: Job, limits: Limits) -> None:
        self.job, self.work = job, SimpleNamespace(remote=self._work)
        self.ready = SimpleNamespace(remote=Answer)

    def _work(self, task: Task) -> Answer:
        FakeActor.calls += 1
        if FakeActor.calls in self.lose:
            return Answer(lost=True)
        nlp = jobs.prepare(self.job)
        return Answer((work.shard(nlp, task, self.job), [("worker_lost", {"cause": "signal 9"})]))


def fake_ray() -> SimpleNamespace:
    def get(answer: Answer) -> object:
        if answer.lost:
            raise LostError("its node is gone")
        return answer.value

    return SimpleNamespace(
        remote=lambda **_: lambda _actor: SimpleNamespace(remote=FakeActor),
        wait=lambda pending, num_returns: ([pending[-1]], pending[:-1]),
        get=get,
        kill=lambda _actor: None,
        shutdown=lambda: None,
        exceptions=SimpleNamespace(RayActorError=LostError, ObjectLostError=LostError),
    )


@pytest.mark.parametrize(("lose", "ends"), [(frozenset({2, 3, 7}), True), (frozenset(range(1, 100)), False)])
def test_a_lost_node_has_its_shards_redone_elsewhere(
    plain_config: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    digest: Digest,
    lose: frozenset[int],
    ends: bool,
) -> None:
    monkeypatch.setattr(ray_engine, "_connected", lambda _address, _workers: fake_ray())
    monkeypatch.setattr(FakeActor, "calls", 0)
    monkeypatch.setattr(FakeActor, "lose", lose)
    source = write_lines(tmp_path / "a.jsonl", [f"Kalimat {n} pendek. Lagi." for n in range(60)])
    overrides = {"run.engine": "ray", "run.workers": 3}
    if not ends:
        with pytest.raises(InputError, match="Ray lost 10 workers with no shard done: its node is gone"):
            run(plain_config, [str(source)], tmp_path / "out", overrides=overrides)
        return
    assert run(plain_config, [str(source)], tmp_path / "out", overrides=overrides).stats.ok == 60
    run(plain_config, [str(source)], tmp_path / "one")
    assert digest(tmp_path / "out") == digest(tmp_path / "one")
    lost = [event["cause"] for event in log(tmp_path / "out") if event["event"] == "worker_lost"]
    assert lost.count("LostError") == 3
    assert "signal 9" in lost
