"""How an alarm gets around: buttons that press it, people and systems that are told, and tests that it all works."""
