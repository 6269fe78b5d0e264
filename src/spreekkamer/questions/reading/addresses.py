"""Addresses on the web in a text, and those behind its links."""

import re

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>»«“”\"⟦⟧]+", re.IGNORECASE)


def addresses(text: str, *links: str) -> tuple[str, ...]:
    """The addresses in a text, without the punctuation of the sentence around them, and `links` that it doesn't print."""
    found = []
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:'’")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:")
        if len(address) > len("https://"):
            found.append(address)
    behind = [link for link in links if link.lower().startswith(("http://", "https://"))]
    printed = {_bare(address) for address in found}
    return tuple(dict.fromkeys([*found, *(link for link in behind if _bare(link) not in printed)]))


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/$", "", address.lower())
