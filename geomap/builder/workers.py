"""Work side by side in processes of its own, which end as soon as their work is not wanted."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], tasks: Sequence[T], jobs: int) -> Iterator[R]:
    """The results of ``work``, in the order of the tasks.

    Args:
        work: A function of a module; with more than one process, tasks and results are pickled.
        tasks: What to do.
        jobs: Processes at most; one works in this process.
    """
    if jobs == 1 or len(tasks) <= 1:
        yield from map(work, tasks)
        return
    # Fresh processes, not forked ones: a fork copies locks that other threads may hold.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(min(jobs, len(tasks)), context, _end_with_parent) as pool:
        try:
            with _interrupts_wait():
                results = pool.map(work, tasks)
            yield from results
        except BaseException:
            # Without this, an interrupted build would wait for maps that nobody wants any more.
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            raise


def _end_with_parent() -> None:
    """End this process when the one that started it is gone: killed, it cannot end its workers."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _interrupts_wait() -> Iterator[None]:
    """Hold Ctrl-C back while processes start.

    A terminal sends it to them as well, and each would print a traceback; what is held back when a
    process starts stays so in it. Windows has no such mask, and no such group of processes either.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
