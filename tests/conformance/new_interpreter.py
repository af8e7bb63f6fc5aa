"""A life in a new interpreter: ``python -m tests.conformance.new_interpreter JOB_FILE``."""

import pickle
import sys
from pathlib import Path

from tests.conformance.process import live_and_exit, warm_up

if __name__ == "__main__":
    warm_up()
    live_and_exit(pickle.loads(Path(sys.argv[1]).read_bytes()))
