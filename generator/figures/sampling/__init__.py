"""Random check lists (抽查): drawn by lot from what was held and what is open, so that anybody can draw them again. Pure."""

from generator.figures.sampling.draw import Drawn, Stratum, digest_of, draw, strata
from generator.figures.sampling.frame import Item, frame_of
from generator.figures.sampling.rounds import Round, read_round, write_round
from generator.figures.sampling.verify import Verdict, verify
from generator.figures.sampling.weights import BadWeight, Rule, parse_rule, weight_of

__all__ = [
    "BadWeight", "Drawn", "Item", "Round", "Rule", "Stratum", "Verdict", "digest_of", "draw", "frame_of", "parse_rule",
    "read_round", "strata", "verify", "weight_of", "write_round",
]  # fmt: skip
