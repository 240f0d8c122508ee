"""End a command soon after Ctrl-C, even while a library computes or workers are slow to stop."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mlsum.cli.outputs import say

__all__ = ["ends_promptly"]

_GRACE = 0.3  # seconds that the command has to end by itself
_MESSAGE = "mlsum: interrupted"
_SHOW_CURSOR = "\r\x1b[2K\x1b[?25h"  # a progress bar hides it


@contextmanager
def ends_promptly(code: int, grace: float = _GRACE) -> Iterator[None]:
    """End the process with `code` where it is still running `grace` seconds after Ctrl-C.

    Python raises KeyboardInterrupt only between two of its own instructions, and waits for the
    threads of libraries at its end. Files are renamed into place when they are complete, so none
    is left half written.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    ended = threading.Event()
    threading.Thread(target=_watch, args=(reader, ended, code, grace), daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        say(_MESSAGE)
        raise  # the watch goes on: threads may keep the interpreter from ending
    except BaseException:
        ended.set()
        raise
    else:
        ended.set()
    finally:
        signal.set_wakeup_fd(before)
        writer.close()


def _watch(reader: socket.socket, ended: threading.Event, code: int, grace: float) -> None:
    with reader:
        while signals := reader.recv(64):
            if signal.SIGINT in signals and not ended.wait(grace):
                # A lock of the progress bar may be held, so this goes past it.
                with suppress(OSError, ValueError):
                    shown = _SHOW_CURSOR if sys.stderr.isatty() else ""
                    os.write(2, f"{shown}{_MESSAGE}\n".encode())
                os._exit(code)
