"""Every figure of a report as CSV for people: UTF-8 with a byte order mark, CRLF, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from generator.reports.entries import plain_words, safe_text
from generator.reports.sheets import DETAIL_COLUMNS, details
from generator.reports.voice import Voice


def comma_bytes(voice: Voice) -> bytes:
    """The rows of the workbook's 指标明细 under their heads. Numbers are as they were counted, with all their digits."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.title for column in DETAIL_COLUMNS])
    for row in details(voice):
        writer.writerow([repr(v) if isinstance(v, float) else safe_text(plain_words(v)) for v in row])
    return f"\ufeff{stream.getvalue()}".encode("utf-8", "replace")
