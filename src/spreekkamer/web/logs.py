"""What is written when something goes wrong: where and what, never whose."""

import logging


class RouteOnly(logging.Filter):
    """Writes the route of a request, not its address: an address can hold a resident's code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; replace its arguments when they hold a path."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple) and len(record.args) == 1:
            match = getattr(request, "resolver_match", None)
            record.args = (match.route if match else "(no such address)",)
        return True
