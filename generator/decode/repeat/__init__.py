"""How an event repeats, as officers write it: a mapping, one plain sentence, or an RRULE."""

from generator.decode.repeat.record import ChangeRecord, Day, Place, RepeatRecord, place_of, repeat_of
from generator.decode.repeat.rfc import parse_rrule
from generator.decode.repeat.sentence import Sentence, sentence_of

__all__ = [
    "ChangeRecord",
    "Day",
    "Place",
    "RepeatRecord",
    "Sentence",
    "parse_rrule",
    "place_of",
    "repeat_of",
    "sentence_of",
]
