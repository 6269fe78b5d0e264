"""The data protection impact assessment (art. 35 AVG) in the form that the Dutch government uses.

The record of a DPIA *is* a file of that form (`urn:nl:dpia:3.0`), kept as it came in: what we don't understand stays in
it. Reading and writing files is pure; `models`, `actions` and `views` are the only modules here that know a database.
"""
