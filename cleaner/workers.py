"""Work done by several processes: handed out in chunks, given back in order, whatever becomes of a process.

Knows nothing of articles. Each worker has a pipe of its own and nothing is shared between them, no queue and no lock,
so that a worker that is killed can't take anything with it: pools of the standard library break as a whole, or hang,
when one of their processes dies. What is being worked on is bounded in number and in bytes.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, field

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_Item = TypeVar("_Item")
_Done = TypeVar("_Done")
_AnyChunk = TypeVar("_AnyChunk", bound="Chunk[Any]")

Work = Callable[[_Item], _Done]
Make = Callable[[int], Work[_Item, _Done]]

BYTES_AHEAD = 32_000_000
"""How many bytes of chunks may be on their way at a time; a larger chunk goes alone."""

_CHUNKS_AHEAD = 4
_SECONDS_TO_LEAVE = 5.0
_STARTS = 3
_MISSING: Any = object()


class Chunk(Struct, Generic[_Item], eq=False):
    """What is handed out together.

    Attributes:
        items: What each call of the work gets.
        size: How many bytes it holds, roughly.
    """

    items: list[_Item]
    size: int = 0


class _Job(Struct, eq=False):
    """A part of a chunk, from one item to another, as it is sent to a worker."""

    chunk: _Open
    start: int
    end: int


class _Open(Struct, eq=False):
    """A chunk that is on its way, with the results that are there."""

    chunk: Chunk[Any]
    results: list[Any] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return all(result is not _MISSING for result in self.results)


class _Raised(Struct, frozen=True):
    """What the work raised, on its way to the caller."""

    error: BaseException


class _Worker:
    """One process and the pipe that leads to it."""

    def __init__(self, make: Make[Any, Any], number: int) -> None:
        self.number = number
        self.job: _Job | None = None
        self.position = 0
        self.is_ready = False
        # Imported when it is needed: who cleans one text needs none of it.
        from multiprocessing import get_context

        # A fresh interpreter: a copy of this process would hold its threads' locks, and its memory.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, make, number), daemon=True)
        with _undisturbed():
            self._process.start()
        theirs.close()

    def give(self, job: _Job) -> None:
        """Send a job; one that died meanwhile is noticed when its answer is read."""
        self.job, self.position = job, job.start
        with suppress(OSError):
            self.pipe.send(job.chunk.chunk.items[job.start : job.end])

    def epitaph(self) -> str:
        """Say how the process ended."""
        self._process.join(_SECONDS_TO_LEAVE)
        code = self._process.exitcode
        if code is not None and code < 0:
            with suppress(ValueError):
                name = signal.Signals(-code).name
                return f"killed by {name}{', out of memory?' if name == 'SIGKILL' else ''}"
        return f"exit code {code}"

    def ask_to_leave(self) -> None:
        """Tell the process to leave once it is through with the item that it is at."""
        self.pipe.close()

    def see_off(self, until: float) -> None:
        """Wait for the process to leave, but not for ever."""
        self._process.join(max(0.0, until - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


def run_ordered(
    make: Make[Any, _Done],
    chunks: Iterable[_AnyChunk],
    workers: int,
    on_death: Callable[[Any, str], _Done],
) -> Generator[tuple[_AnyChunk, list[_Done]], None, None]:
    """Do some work on every item of every chunk, and yield each chunk with its results, in order.

    With one worker it is done in this process. Processes are fresh interpreters, so what `make` holds must pickle, and
    a script that asks for them needs `if __name__ == "__main__":`, as with any process pool. An item whose process dies
    is tried once more, alone, while nothing else is worked on; what was behind it in its chunk goes to another process.

    Args:
        make: Called once in each process, with its number; returns the work, which is called with each item.
        chunks: The chunks; taken from only as fast as they are worked on.
        workers: How many processes.
        on_death: Returns the result for an item that its process did not survive twice, told how the process ended.

    Raises:
        CleanerError: Processes can't be started.
        Exception: Whatever the work raised.
    """
    if workers == 1:
        work = make(0)
        for chunk in chunks:
            yield chunk, [work(item) for item in chunk.items]
        return
    pool = _Pool(make, iter(chunks), workers, on_death)
    try:
        yield from pool.run()
    finally:
        pool.close()


class _Pool:
    """The workers, what waits for them, and what they are at."""

    def __init__(
        self,
        make: Make[Any, Any],
        chunks: Iterator[Chunk[Any]],
        workers: int,
        on_death: Callable[[Any, str], Any],
    ) -> None:
        self._make = make
        self._chunks: Iterator[Chunk[Any]] | None = chunks
        self._next: Chunk[Any] | None = None
        self._on_death = on_death
        self._open: deque[_Open] = deque()
        self._waiting: deque[_Job] = deque()
        self._suspects: deque[_Job] = deque()
        self._on_trial: _Job | None = None
        self._failed_starts = 0
        self._workers: list[_Worker] = []
        self._most = workers

    def run(self) -> Iterator[tuple[Any, list[Any]]]:
        from multiprocessing.connection import wait

        while True:
            self._hand_out()
            while self._open and self._open[0].is_whole:
                done = self._open.popleft()
                yield done.chunk, done.results
                self._hand_out()
            if not self._open:
                return
            busy = {worker.pipe: worker for worker in self._workers if worker.job or not worker.is_ready}
            for pipe in wait(list(busy)):
                self._hear(busy[pipe])  # type: ignore[index]

    def close(self) -> None:
        for worker in self._workers:
            worker.ask_to_leave()
        until = time.monotonic() + _SECONDS_TO_LEAVE
        for worker in self._workers:
            worker.see_off(until)
        self._workers.clear()

    def _hand_out(self) -> None:
        """Give every idle worker a job; a suspect is tried alone, when no other is at work."""
        while True:
            busy = sum(worker.job is not None for worker in self._workers)
            if self._on_trial or (self._suspects and busy):
                return
            if busy == self._most:
                return
            job = self._suspects.popleft() if self._suspects else None
            if job:
                self._on_trial = job
            else:
                job = self._next_job()
            if job is None:
                return
            self._idle_worker().give(job)

    def _idle_worker(self) -> _Worker:
        for worker in self._workers:
            if worker.job is None:
                return worker
        taken = {worker.number for worker in self._workers}
        number = next(number for number in range(self._most) if number not in taken)
        self._workers.append(_Worker(self._make, number))
        return self._workers[-1]

    def _next_job(self) -> _Job | None:
        if self._waiting:
            return self._waiting.popleft()
        if self._next is None and self._chunks is not None:
            self._next = next(self._chunks, None)
        chunk = self._next
        if chunk is None:
            self._chunks = None
            return None
        ahead = sum(each.chunk.size for each in self._open)
        if self._open and (len(self._open) >= _CHUNKS_AHEAD * self._most or ahead + chunk.size > BYTES_AHEAD):
            return None
        self._next = None
        opened = _Open(chunk, [_MISSING] * len(chunk.items))
        self._open.append(opened)
        return _Job(opened, 0, len(chunk.items)) if chunk.items else self._next_job()

    def _hear(self, worker: _Worker) -> None:
        """Take one message from a worker, or the news of its death."""
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        if isinstance(message, _Raised):
            raise message.error
        if not worker.is_ready:
            worker.is_ready = True
            self._failed_starts = 0
            return
        job = worker.job
        assert job is not None  # noqa: S101 - only a worker with a job speaks
        job.chunk.results[worker.position] = message
        worker.position += 1
        if worker.position == job.end:
            worker.job = None
            if job is self._on_trial:
                self._on_trial = None

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        how = worker.epitaph()
        job = worker.job
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _STARTS:
                raise CleanerError(f"workers die as they start ({how}) -> run with one worker, or free memory")
            if job:
                self._again(job)
            return
        if job is None:
            return
        if job is self._on_trial:
            self._on_trial = None
            item = job.chunk.chunk.items[job.start]
            job.chunk.results[job.start] = self._on_death(item, f"its process died twice ({how})")
            return
        self._suspects.append(_Job(job.chunk, worker.position, worker.position + 1))
        if worker.position + 1 < job.end:
            self._waiting.appendleft(_Job(job.chunk, worker.position + 1, job.end))

    def _again(self, job: _Job) -> None:
        """Put a job back that its worker never began."""
        if job is self._on_trial:
            self._on_trial = None
            self._suspects.appendleft(job)
        else:
            self._waiting.appendleft(job)


_ENDS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back the signals that end a run while a process is started: it would hear of them before it is ready to."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running

    # It lets the signals through once it runs, so it must run before.
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, make: Make[Any, Any], number: int) -> None:
    """Work until the pipe is closed: the life of a worker."""
    # What ends a run reaches the whole group of processes, but it is the first one's to decide; a worker ends between
    # two items, so that nothing is left half-written.
    for each in _ENDS:
        signal.signal(each, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        _work_on(pipe, make, number)


def _work_on(pipe: Connection, make: Make[Any, Any], number: int) -> None:
    try:
        work = make(number)
        pipe.send("ready")
        while True:
            for item in pipe.recv():
                pipe.send(work(item))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        # Nobody listens any more.
        raise
    except Exception as error:
        pipe.send(_portable(error))


def _portable(error: Exception) -> _Raised:
    """Return an error as it can travel; one that does not come back from pickling is told in words."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:
        return _Raised(CleanerError(f"{type(error).__name__}: {error}"))
    return _Raised(error)
