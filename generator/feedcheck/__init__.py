"""Checks any iCalendar feed, ours or foreign, and says what is wrong, where, and what a subscriber would see.

`inspect` takes a file, a folder or an address on this machine; `rules` is the one table of what is looked for.
Nothing of the line imports this room, and it reads feeds with a parser of its own, so it shares no fault with our writer.
"""
