"""Who asks and who is asked in questions of councils: municipality, province, water authority.

Councils name the asker in many ways: a label ("Indiener: A (P)"), a sentence ("stelt raadslid A, P, de volgende
vragen"), a signature, or only the fraction.
"""

import re
from collections.abc import Sequence

from .joining import squeeze
from .model import Asker
from .people import PARTIES, given_back, party_of

_PARTICLE = r"van|de|der|den|ten|ter|te|het|el|la|’t|'t|v\.d\."
_TITLE = r"(?:(?:de\s+heer|mevrouw|mevr\.?|mw\.?|dhr\.?|drs\.?|mr\.?|ir\.?|ing\.?|dr\.?|prof\.?)\s+)*"
_WORD = r"[A-ZÀ-Ý][\w.’'-]*"
_NAME = rf"{_WORD}(?:[ ]+(?:(?:{_PARTICLE})[ ]+)*{_WORD}){{1,4}}"
# "VVD", "D66 Voorbeeldstad", "Partij voor de Dieren", "Gemeentebelangen/CDA"; no word that opens the next thing
_STOPS = r"(?!(?:Vra(?:ag|gen)|Antwoord|Datum|Onderwerp|Betreft|Geacht|Aan|Van|Fractie|Hoogachtend|Pagina|Ingediend|Lid|Raadslid|Statenlid|Fractievoorzitter|Raadsfractie)\b)"
_PARTY = rf"{_STOPS}[A-Z0-9][\w.’'/&-]*(?:[ ]+(?:(?:voor|van|de|der|het|en|in)[ ]+){{0,2}}{_STOPS}[A-Z0-9][\w.’'/&-]*){{0,4}}"
_MEMBER = r"(?i:raadslid|raadsleden|statenlid|statenleden|burgerraadslid|fractievoorzitter|fractielid|commissielid|AB-lid|AB-leden|gemeenteraadslid)"
_END = r"(?=[ \t]*\|?[ \t]*(?:\n|$)|\s+(?:Datum|Onderwerp|Betreft|Aan|Portefeuille\w*|Fractie|Partij|Nummer|Geacht\w*)\b\s*:?)"
_LABEL = re.compile(
    r"(?m)(?:^|(?<=\n)|(?<=[a-z\d]\s))[ \t]*(?:Indiener|Indieners|Steller|Stellers|Vra(?:ag|gen)steller|Vragenstellers|Naam(?:\s+(?:indiener|raadslid|vragensteller))?"
    rf"|Ingediend\s+door|Gesteld\s+door|Raadslid|Statenlid|[Vv]an|VAN)(?:\(s\))?\s*:\s*(?P<who>[^\n]{{3,200}}?){_END}"
)
_PARTY_LABEL = re.compile(rf"(?:^|\n|\s)(?:Fractie|Partij|Politieke\s+(?:partij|groep))\s*:\s*(?P<party>{_PARTY})")
# "Robin Vos (Partij voor de Bomen)" on a line of its own
_ALONE = re.compile(rf"(?m)^[ \t]*{_TITLE}(?P<name>{_NAME})[ ]+\((?P<party>[^)\n]{{2,40}})\)[ \t]*\|?[ \t]*$")
# "stelt raadslid A, P, de volgende vragen", "van het Statenlid A (P)", "de raadsleden A (P) en B (Q)"
_IN_SENTENCE = (
    re.compile(rf"\b{_MEMBER}\s+(?P<who>{_TITLE}{_NAME}\s*\([^)\n]{{2,40}}\)(?:\s*(?:,|en)\s*{_TITLE}{_NAME}\s*\([^)\n]{{2,40}}\))*)", re.I),
    re.compile(rf"\b[Vv]ragen\s+van\s+(?P<who>(?:de\s+heer|mevrouw|mw\.|dhr\.)\s+{_NAME}\s*\([^)\n]{{2,40}}\))"),
    re.compile(rf"\b{_MEMBER}\s+{_TITLE}(?P<name>{_NAME})\s*(?:,\s*(?:van\s+(?:de\s+)?)?|\s+(?:van|namens)\s+(?:de\s+)?)(?:fractie\s+(?:van\s+)?(?:(?:de|het)\s+)?)?(?P<party>{_PARTY})"),
    re.compile(rf"\b(?:de\s+heer|mevrouw|mevr\.|mw\.|dhr\.)\s+(?P<name>{_NAME})\s*(?:,\s*|\s+(?:van|namens)\s+)(?:de\s+)?fractie\s+(?:van\s+)?(?:(?:de|het)\s+)?(?P<party>{_PARTY})"),
    re.compile(rf"\b(?:[Gg]esteld|[Ii]ngediend)\s+door\s+(?:het\s+lid\s+)?{_TITLE}(?P<name>{_NAME})\s*(?:,|\(|\s+(?:van|namens)\s+)\s*(?:de\s+)?(?:fractie\s+(?:van\s+)?(?:(?:de|het)\s+)?)?(?P<party>{_PARTY})"),
)  # fmt: skip
_CLOSING = r"(?:[Hh]oogachtend|[Mm]et\s+(?:vriendelijke|hartelijke)\s+groet(?:en)?|[Nn]amens\s+(?:deze|de\s+(?:hele\s+)?(?:[Ss]taten)?fractie)|[Nn]amens\s+(?:de\s+)?)"
_SIGNED = (
    # "Namens de fractie van de VVD Voorbeeldstad, / Anna de Boer"
    re.compile(rf"\b[Nn]amens\s+(?:de\s+)?(?:(?:[Ss]taten)?fracties?\s+(?:van\s+)?(?:(?:de|het)\s+)?)?(?P<party>{_PARTY})\s*,?\s*\n?\s*(?P<names>{_NAME}(?:\s*\n\s*{_NAME})*)\s*$"),
    # the same on one line: only a known party can be told from a name
    re.compile(rf"\b{_CLOSING}\s*,?\s*{_TITLE}(?P<names>{_NAME}?)\s+(?P<party>(?:{'|'.join(map(re.escape, sorted(PARTIES, key=len, reverse=True)))})(?:[ ]{_WORD}){{0,2}})\s*$"),
    # "Hoogachtend, / Anna de Boer / Partij voor de Bomen"
    re.compile(rf"\b{_CLOSING}\s*,?\s*{_TITLE}(?P<names>{_NAME})\s*(?:\n\s*|,\s*)(?:(?:[Ff]ractie(?:voorzitter)?|[Rr]aadslid|[Ss]tatenlid)\s+(?:van\s+)?(?:de\s+)?)?(?P<party>{_PARTY})\s*$"),
    re.compile(rf"\b{_CLOSING}\s*,?\s*{_TITLE}(?P<names>{_NAME})\s*(?:\n[^\n]{{0,60}})?\s*$"),
)  # fmt: skip
# "de fractie van het APB", "fractie VVD Westland", "Vragen van GroenLinks aan het College"
_FRACTION = (
    rf"\b(?:[Ss]taten)?[Ff]racties?[ \t]+(?:van[ \t]+)?(?:(?:het|de)[ \t]+)?(?P<party>{_PARTY})",
    rf"\b[Vv]ragen\s+(?:van\s+)?(?:de\s+)?(?P<party>{_PARTY})\s+(?:aan|over|inzake|naar\s+aanleiding)\b",
    r"\b(?:de|het)\s+(?P<party>[A-Z][\w-]*\s+Fractie)\b",
    rf"(?m)^(?P<party>{_PARTY})(?:\s+[\w-]+){{0,6}}\s+stelt\b",
    rf"\b(?P<party>{_PARTY})-fractie\b",
)
_SURE_FORMS = 2
"""The forms that can't take a place for a part of a name."""
_TAIL = 600


def askers_in_council(head: str, whole: str) -> tuple[Asker, ...]:
    """The askers: by a label, in a sentence, by a signature, or only as a fraction."""
    for text in (head, whole):
        if found := _labelled(text) or _in_sentence(text):
            return _with_party(found, whole)
        if text is head and (found := _alone(head)):
            return found
    if found := _signed(whole.strip()[-_TAIL:], whole):
        return found
    party = _fraction(head) or _fraction(whole)
    return (Asker(f"{party} (fractie)", party),) if party else ()


def _with_party(askers: tuple[Asker, ...], whole: str) -> tuple[Asker, ...]:
    """A single asker without a party gets that of the fraction for which the document speaks."""
    if len(askers) == 1 and askers[0].party is None and (party := _fraction(whole)):
        return (Asker(askers[0].name, party),)
    return askers


def _labelled(text: str) -> tuple[Asker, ...]:
    for match in _LABEL.finditer(text):
        who = re.sub(r"<[^>]*>|\[mailto:[^\]]*\]|\S+@\S+", "", match["who"]).strip(" |,;")
        if askers := _people(who, _PARTY_LABEL.search(text)):
            return askers
    return ()


def _people(who: str, labelled: re.Match[str] | None) -> tuple[Asker, ...]:
    """ "A (P) en B (Q)", "A, P", "A namens de P", "fractie P"; `labelled`: a party named apart."""
    party = party_of(labelled["party"]) if labelled else None
    bracketed = re.findall(rf"{_TITLE}({_NAME})\s*\(([^)]{{2,40}})\)", who)
    if bracketed:
        return tuple(Asker(given_back(name), party_of(own)) for name, own in bracketed)
    named = re.match(rf"(?:{_MEMBER}\s+)?{_TITLE}(?P<name>{_NAME}|(?:[A-Z]\.\s?)+{_WORD})(?:\s*[,/–-]\s*|\s+(?:namens|van)\s+)(?:de\s+)?(?:fractie\s+(?:van\s+)?)?(?P<party>{_PARTY})$", who)  # fmt: skip
    if named:
        return (Asker(given_back(named["name"]), party_of(named["party"])),)
    if fraction := re.match(rf"(?:de\s+)?[Ff]ractie\s+(?:van\s+)?(?:de\s+)?(?P<party>{_PARTY})$", who):
        return (Asker(f"{fraction['party']} (fractie)", party_of(fraction["party"])),)
    names = [
        part
        for part in re.split(r"\s*,\s*|\s+en\s+", who)
        if re.fullmatch(rf"{_TITLE}(?:{_NAME}|(?:[A-Z]\.\s?)+{_WORD})", part)
    ]
    if names and len(names) == len(re.split(r"\s*,\s*|\s+en\s+", who)):
        return tuple(Asker(given_back(re.sub(rf"^{_TITLE}", "", name)), party) for name in names)
    return ()


def _in_sentence(text: str) -> tuple[Asker, ...]:
    for pattern in _IN_SENTENCE:
        for match in pattern.finditer(text):
            found = match.groupdict()
            if found.get("who"):
                return _people(found["who"], None)
            if found.get("name"):
                return (Asker(given_back(found["name"]), party_of(found["party"])),)
    return ()


def _alone(head: str) -> tuple[Asker, ...]:
    return tuple(Asker(given_back(m["name"]), party_of(m["party"])) for m in list(_ALONE.finditer(head))[:1])


def _signed(tail: str, whole: str) -> tuple[Asker, ...]:
    for pattern in _SIGNED:
        match = None
        for match in pattern.finditer(tail):  # noqa: B007 -- the last one is the signature
            pass
        if match is None:
            continue
        party = match.groupdict().get("party") or _fraction(whole)
        names = [squeeze(name) for name in match["names"].split("\n") if name.strip()]
        return tuple(Asker(given_back(name), _as_used(party, whole) if party else None) for name in names)
    return ()


def _as_used(printed: str, whole: str) -> str:
    """A party without its place, when the document itself calls it so: "Partij voor de Bomen Voorbeeldstad"."""
    party = squeeze(printed)
    known = next((p for p in sorted(PARTIES, key=len, reverse=True) if party.startswith(f"{p} ")), None)
    if known and re.search(rf"{re.escape(known)}(?!\s*{re.escape(party[len(known) :].strip())})\b", whole):
        return known
    return party_of(party)


def _fraction(text: str) -> str | None:
    """The fraction that is named first, with its place when it is named with it anywhere."""
    named = [[squeeze(m["party"]) for m in re.finditer(pattern, text)] for pattern in _FRACTION]
    first = next((heads[0] for heads in named if heads), None)
    if first is None:
        return None
    return max((name for heads in named[:_SURE_FORMS] for name in [first, *heads] if name.startswith(first)), key=len)


# To whom; the first that is found counts, the longest first.
_ASKED = re.compile(
    r"\b(?:aan|[Gg]eacht(?:e)?|Aan\s*:|Aan)\s*:?\s+(?:het\s+|de\s+)?(?P<who>"
    r"[Cc]ollege\s+van\s+(?:[Bb]urgemeester\s+en\s+[Ww]ethouders|B\s*(?:&|en)\s*W|[Gg]edeputeerde\s+[Ss]taten|[Dd]ijkgraaf\s+en\s+\w+)"
    r"|[Gg]edeputeerde\s+[Ss]taten|[Dd]agelijks\s+[Bb]estuur|[Cc]ollege|[Bb]urgemeester|[Ww]ethouder(?:s)?)\b"
)


def addressees_in_council(head: str) -> tuple[str, ...]:
    """Who is asked: the executive as the document names it."""
    found = [squeeze(m["who"]) for m in _ASKED.finditer(head)]
    if not found:
        return ()
    longest = max(found, key=len)
    return (longest[:1].upper() + longest[1:],)


_ABOUT = re.compile(r"^(?:Onderwerp|Betreft|Betreffende|Titel|Re|RE|FW|Fwd)\s*:\s*(?P<title>\S.*)$", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"^(?:Geachte?\b|Aan\b|Van\s*:|Datum\b|Beste\b|Nummer\b|Pagina\b|\d|Voorzitter\b|L\.S\.)", re.IGNORECASE
)
_ABOUT_INSIDE = re.compile(
    r"\b(?:Onderwerp|Betreft)\s*:\s*(?P<title>[^\n]{3,200}?)(?=\s+(?:Datum|Aan|Van|Indiener|Graag|Geacht\w*)\b|$)", re.M
)


def title_in_council(lines: Sequence[str]) -> str | None:
    """What it is about: a label, else the first line that can be a title."""
    named = next((m for line in lines if (m := _ABOUT.match(line))), None) or _ABOUT_INSIDE.search("\n".join(lines))
    if named:
        return re.sub(r"^(?:(?:RE|FW|Fwd|Antw)\s*:\s*)+", "", squeeze(named["title"]), flags=re.IGNORECASE)
    first = next((line for line in lines[:6] if not _NO_TITLE.match(line)), None)
    return squeeze(first)[:300] if first and len(first) < 300 else None  # noqa: PLR2004 -- a paragraph is no title
