"""Spreekkamer: the record-keeper and the guard of a municipality's interview rooms."""
