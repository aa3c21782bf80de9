"""pufa: one record of legal education in, a website, calendars and an account of coverage out."""

__version__ = "0.1.0"
