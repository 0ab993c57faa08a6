"""A worker process: gets ready, then works through one task after another until told to stop or its parent is gone."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from pipeline.batch import job as jobs
from pipeline.batch import work
from pipeline.batch.documents import InputError
from pipeline.batch.job import Job
from pipeline.batch.marker import Marker
from pipeline.config import ConfigError

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has its models; it holds ``megabytes`` of memory."""

    megabytes: float


@dataclass(frozen=True, slots=True)
class Done:
    """A shard is committed."""

    marker: Marker


@dataclass(frozen=True, slots=True)
class Failed:
    """The worker stopped for a reason that is no document's fault: an InputError where the user can put it right."""

    error: Exception


def main(connection: Connection, parent: int) -> None:
    """Run as the target of a spawned process; ``parent`` is the id of the process that spawned it.

    What comes over the connection first is the job, then one task after another.
    """
    _die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    try:
        _serve(connection)
    except InputError as error:
        _tell(connection, error)
    except (ConfigError, FileNotFoundError) as error:
        _tell(connection, InputError(str(error)))
    except Exception:
        _tell(connection, RuntimeError(traceback.format_exc()))


def _tell(connection: Connection, error: Exception) -> None:
    with suppress(OSError):  # the parent is gone
        connection.send(Failed(error))


def _serve(connection: Connection) -> None:
    from threadpoolctl import threadpool_limits

    job: Job = connection.recv()
    nlp = jobs.prepare(job)
    with threadpool_limits(1):
        connection.send(Ready(megabytes(os.getpid())))
        while (task := connection.recv()) is not None:
            connection.send(Done(work.shard(nlp, task, job, beat=connection.send)))


def _die_with(parent: int) -> None:
    """Ask Linux to kill this process when its parent ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def megabytes(pid: int) -> float:
    """Return the resident memory of a process in MB; 0.0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)
