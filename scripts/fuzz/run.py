#!/usr/bin/env python3
"""Fuzz one target, or all in turn, for some seconds each.

    scripts/fuzz/run.py [--seconds 600] [--keep FOLDER] [TARGET ...]

With atheris (`pip install atheris`) inputs are led by coverage; without it they are the seeded ones
of `mutate`. What breaks a target is written to FOLDER as a file, and becomes a row of
`tests/test_fuzz.py` once it is mended.
"""

import argparse
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import mutate

_SLOW = 5.0  # seconds for one input; 20 kB should take a tenth of that
_LONGEST = 20_000  # bytes of an input


def main() -> int:
    """Run the targets that are named; the exit code is 1 where one broke."""
    asked = _options()
    if asked.inside:
        return _guided(asked.inside, asked.seconds, Path(asked.keep))
    from targets import TARGETS

    bad = 0
    for name in asked.targets or TARGETS:
        if find_spec("atheris"):
            # Each in a process of its own: libFuzzer ends the process that it runs in.
            more = ["--seconds", str(asked.seconds), "--keep", asked.keep]
            done = subprocess.run([sys.executable, __file__, "--inside", name, *more], check=False)
            broke = done.returncode != 0
        else:
            broke = _seeded(name, asked.seconds, Path(asked.keep))
        print(f"{'BROKEN' if broke else 'good':7} {name}", flush=True)
        bad += broke
    return 1 if bad else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--keep", default="/tmp/mlsum-fuzz", metavar="FOLDER")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _guided(name: str, seconds: int, keep: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["mlsum"]):
        from targets import TARGETS

        from mlsum.core.errors import MlsumError

    def once(data: bytes) -> None:
        with suppress(MlsumError):
            TARGETS[name](data)

    folder = keep / name
    folder.mkdir(parents=True, exist_ok=True)
    seeds = folder / "seeds"
    seeds.mkdir(exist_ok=True)
    for number, data in enumerate(mutate.corpus()):
        (seeds / f"{number:03}").write_bytes(data)
    limits = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", f"-timeout={_SLOW:.0f}"]
    found = [f"-artifact_prefix={folder}/", "-rss_limit_mb=4096", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *limits, *found, str(seeds)], once)
    atheris.Fuzz()
    return 0


def _seeded(name: str, seconds: int, keep: Path) -> bool:
    from targets import TARGETS

    from mlsum.core.errors import MlsumError

    end, count = time.monotonic() + seconds, 0
    for data in mutate.inputs(f"{name} {time.time()}", 1 << 30, TARGETS[name]):
        if time.monotonic() > end:
            break
        count += 1
        started = time.perf_counter()
        try:
            TARGETS[name](data)
        except MlsumError:
            pass
        except Exception:
            traceback.print_exc()
            return _kept(keep, name, "crash", data)
        if time.perf_counter() - started > _SLOW:
            return _kept(keep, name, "slow", data)
    print(f"        {count} inputs", flush=True)
    return False


def _kept(keep: Path, name: str, kind: str, data: bytes) -> bool:
    (keep / name).mkdir(parents=True, exist_ok=True)
    path = keep / name / f"{kind}-{abs(hash(data)):x}"
    path.write_bytes(data)
    print(f"        {path}", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main())
