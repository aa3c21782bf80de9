"""Higher levels: the published open data of many counties give the same indicators for the city or province above.

Nothing is typed again, and the SQL is that of the counties' own sites: only the table `areas` says that a county counts for
itself, for its city, for its province and for the whole. Files come from other counties' sites, so they are examined before
anything is counted; what is wrong is a value (`Finding`), and a county whose figures would be wrong is left out as 未报.

Importing this package is cheap; DuckDB and Spark are imported when figures are made.
"""

from generator.rollup.finding import Finding, fails, format_text, summary
from generator.rollup.run import EngineName, Order, Outcome, RollupFault, roll_up, told

__all__ = [
    "EngineName", "Finding", "Order", "Outcome", "RollupFault", "fails", "format_text", "roll_up", "summary", "told",
]  # fmt: skip
