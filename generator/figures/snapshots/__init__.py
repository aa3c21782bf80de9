"""Snapshots: figures of one day, frozen with fingerprints of the records that they came from. Pure: no file, no clock."""

from generator.figures.snapshots.compare import Changed, Comparison, Difference, compare
from generator.figures.snapshots.reading import read_snapshot
from generator.figures.snapshots.values import FOLDER, Figure, Grid, Record, Snapshot, State, slug_of
from generator.figures.snapshots.writing import write_snapshot

__all__ = [
    "FOLDER", "Changed", "Comparison", "Difference", "Figure", "Grid", "Record", "Snapshot", "State", "compare",
    "read_snapshot", "slug_of", "write_snapshot",
]  # fmt: skip
