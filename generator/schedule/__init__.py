"""Events become occurrences: the one place where "what is recorded" turns into "what happens when".

Invariant: an occurrence's id survives every edit of its event but a change of the event's own id, or of the dates that
its rule gives.
"""

from generator.schedule.holidays import unannounced
from generator.schedule.moments import moment, nominal, order
from generator.schedule.occurrences import extent, occurrences, occurrences_of
from generator.schedule.rfc import rrule_text
from generator.schedule.rules import MOST, days_of, first_days, rule_days

__all__ = [
    "MOST", "days_of", "extent", "first_days", "moment", "nominal", "occurrences", "occurrences_of", "order", "rrule_text",
    "rule_days", "unannounced",
]  # fmt: skip
