"""A minute under the load of 64 clients, and how much faster many clients are served than one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "scripts" / "bench" / "serving.py"

pytestmark = pytest.mark.slow


def bench(*options: str) -> str:
    done = subprocess.run([sys.executable, BENCH, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_minute_of_64_clients_brings_no_errors_and_no_growth() -> None:
    told = bench("--load", "60", "--clients", "64")
    assert set(re.findall(r"× (\d{3})", told)) <= {"200", "429"}


def test_32_clients_are_served_three_times_as_fast_as_one() -> None:
    told = bench("--clients", "32", "--rounds", "3")
    median = re.search(r"\| ([\d.]+) \(", told.rpartition(" requests/s")[2])
    assert median, told
    assert float(median[1]) >= 3
