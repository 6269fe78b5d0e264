"""Reads: what the records say (`records`), what people made of it (`answers`), what is due (`terms`)."""

from spreekkamer.questions.queries.records import Span, facts, facts_over, last_day, room_names, the_municipality

__all__ = ["Span", "facts", "facts_over", "last_day", "room_names", "the_municipality"]
