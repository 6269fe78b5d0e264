"""What the server and the recorder agree on: the permit and the form of a sealed recording.

Imports nothing else of ours, and no Django, so that a recorder on another machine needs no more than this.
"""
