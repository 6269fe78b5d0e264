"""Small protocols for tests, made from the default one."""

from spreekkamer.incidents.aftercare import protocol_file
from spreekkamer.incidents.aftercare.protocol import Protocol

DEFAULT = protocol_file.DEFAULT.read_text()


def protocol(**changes: str) -> Protocol:
    """The default protocol with lines changed: version='2026-2' changes the line that begins with `version:`."""
    lines = [
        next((f'{key}: "{value}"' for key, value in changes.items() if line.startswith(f"{key}:")), line)
        for line in DEFAULT.splitlines()
    ]
    return protocol_file.read("\n".join(lines))


def without(text: str, key: str) -> str:
    """This protocol's text without one step."""
    before, _key, rest = text.partition(f"  - key: {key}\n")
    _step, _next, after = rest.partition("  - key: ")
    return f"{before}  - key: {after}" if after else before
