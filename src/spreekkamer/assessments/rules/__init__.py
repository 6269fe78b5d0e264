"""The four-part test and the procedure, as pure rules: facts in, findings out; no database, no clock."""
