"""Calendars to subscribe to, and news feeds: occurrences in, bytes out. `build.feeds` makes them all."""
