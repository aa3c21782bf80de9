"""Calendars read back by a parser that did not write them, before they replace what subscribers have."""
