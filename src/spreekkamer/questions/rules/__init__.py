"""From facts to evidence, a function per card. Pure: no database, no clock; texts in the language that is active.

What comes out is material for an answer. A person decides what is said.
"""
