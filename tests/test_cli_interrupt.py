"""A command ends soon after Ctrl-C, whatever it is doing."""

import os
import signal
import subprocess
import sys
import time

import pytest

SLOW_TO_END = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background
from mlsum.cli.interrupt import ends_promptly
with ends_promptly(130, grace=0.1):
    try:
        print("ready", flush=True)
        time.sleep(60)
    except KeyboardInterrupt:
        time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to a process")
def test_what_is_slow_to_end_is_ended() -> None:
    command = [sys.executable, "-c", SLOW_TO_END]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, messages = process.communicate(timeout=50)
    assert process.returncode == 130
    assert messages.decode() == "mlsum: interrupted\n"
    assert time.monotonic() - started < 30  # of the sixty seconds
