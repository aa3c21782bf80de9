"""The records behind every figure: one page for each unit and period, whose numbered rows give the figure."""
