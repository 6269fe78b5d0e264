"""Counts of conversations per day and month, kept up with every act, so that no figure has to scan conversations."""
