"""`python -m generator` is `pufa`."""

import contextlib
import os
import sys


def _main() -> None:
    here = ""
    with contextlib.suppress(OSError):  # the current folder may have been deleted, which `run` tells
        here = os.getcwd()
    if sys.path and sys.path[0] in ("", here):
        # Python looks for modules in the current folder first here: in a received folder a `yaml.py` would be run.
        del sys.path[0]
    from generator.cli import run  # noqa: PLC0415 - not before that

    run()


_main()
