"""Silence: what compiled solvers print by themselves must not reach the output of a program."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

_ONE_AT_A_TIME = threading.RLock()


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Send what compiled code writes to standard output nowhere while the block runs.

    Notes
    -----
    The file descriptor of standard output is turned for the whole process, one block at a time; what Python has
    buffered is written before. Where there is no such descriptor, nothing is done.
    """
    with _ONE_AT_A_TIME:
        try:
            if sys.stdout is not None:
                sys.stdout.flush()
            kept = os.dup(1)
        except (OSError, ValueError):
            yield
            return
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            try:
                os.dup2(nowhere, 1)
            finally:
                os.close(nowhere)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
