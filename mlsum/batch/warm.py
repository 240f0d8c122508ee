"""Load, on import, what every worker needs: tables, and the models of language detection.

The server that workers are forked from imports this once, before any of them is there. So models
are loaded once, in 2 s, and their 280 MiB are shared. Nothing in here may start a thread: a
thread does not come along to a fork, and who waits for it waits for ever. That is why texts are
detected one by one, which lingua does without threads.
"""

import os
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that began the job
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# After the signal is ignored and the threads are limited; the first import is for its effect.
import mlsum.batch.work  # noqa: E402, F401
from mlsum.detection import detect_batch  # noqa: E402

for _text in ("museu", "O museu da cidade abriu as portas ontem"):
    detect_batch([_text])
