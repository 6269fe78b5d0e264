"""Checking an answer from outside: no database, no settings, only the file and the key of the log."""
