"""Figures: the open-data tables, the indicators over them, coverage, snapshots of it, and samples to check it by."""
