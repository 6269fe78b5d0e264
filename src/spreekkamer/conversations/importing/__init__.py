"""Bringing in appointments: calendars (RFC 5545), lists (CSV, XLSX) and the API. Names and free text stop here.

formats    a file -> lists of cells, or a calendar
lists      cells -> appointments, as the mapping says
calendars  events -> appointments, recurrences worked out
appointment what came in of one appointment: words and times, references already hashed
recording  appointments -> conversations, in batches, each with its totals and one entry in the log
run        a whole import: progress, report, going on where it was cut off
"""
