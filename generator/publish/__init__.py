"""Planned files into a folder, all or nothing; that folder in place of the live one in one stroke."""
