"""Another day: Python imports this at its start where this folder is on its path, which only `make test-days` sees to.

The clock of the machine goes on, TESTS_SHIFT seconds away. Times of files stay those of the machine.
"""

import importlib.util
import os
from datetime import timedelta

if importlib.util.find_spec("time_machine"):  # Debian's own Python, which reads feeds in the tests, asks for no time
    import time_machine

    time_machine.travel(timedelta(seconds=int(os.environ.get("TESTS_SHIFT", "0")))).start()
