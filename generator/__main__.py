"""`python -m generator` is `pufa`."""

from generator.cli import run

run()
