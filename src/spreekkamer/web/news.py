"""Which kinds of acts were added to the ledger since the last look."""

from spreekkamer.ledger.models import Entry

OVERLAP = 100
"""PostgreSQL may commit entry 8 before entry 7. Looking back this far finds the ones that came late."""


class News:
    """Remembers what was seen. Begins with what is there now: news is what comes after."""

    def __init__(self) -> None:
        self._seen: dict[int, str] | None = None

    def fresh(self) -> set[str]:
        """The kinds of the entries since the last look."""
        since = max(self._seen, default=0) - OVERLAP if self._seen is not None else None
        recent = Entry.objects.order_by("-pk")
        rows = recent[:OVERLAP] if since is None else recent.filter(pk__gt=since)
        found = dict(rows.values_list("pk", "kind"))
        fresh = set() if self._seen is None else {kind for pk, kind in found.items() if pk not in self._seen}
        self._seen = found
        return fresh
