"""Who asks and who is asked, from the part of a document before its first question."""

import re

from .joining import plain, squeeze
from .model import Asker

# Names of parties, to give spaces back where an extraction lost them ("NieuwSociaal Contract"); a party that
# is not here is read as printed.
PARTIES = (
    "50PLUS", "BBB", "BIJ1", "BVNL", "CDA", "ChristenUnie", "D66", "DENK", "FVD", "Forum voor Democratie",
    "GroenLinks", "GroenLinks-PvdA", "Groep Van Haga", "JA21", "Nieuw Sociaal Contract", "NSC", "OSF",
    "Partij voor de Dieren", "PvdA", "PvdD", "PVV", "SGP", "SP", "Volt", "VVD", "Gemeentebelangen",
)  # fmt: skip
_KNOWN = {plain(party): party for party in PARTIES}
_PARTICLE = r"[Vv]an|[Dd]e|[Dd]en|[Dd]er|[Tt]en|[Tt]er|[Hh]et|[Ee]l"
_OFFICE = r"[Mm]inister(?:s|-president)?|[Ss]taatssecretaris(?:sen)?"

# "Vragen van de leden Leijten en Van Kent (beiden SP) aan", "Vragen gesteld door het lid", "de leden lid"
_ASKED_BY = re.compile(
    r"(?:Vragen|Vraag)\s+(?:gesteld\s+door|van)\s+(?:het\s+lid|de\s+(?:leden|lid)(?:\s+lid)?)\s+"
    r"(?P<people>(?:(?!ragen\s+(?:van|gesteld)|\sover\s)[^\n]){2,600}?)\s+aan\s+(?=de\b|het\b|u\b)",
    re.IGNORECASE,
)
# a postponement letter: "Op 6 november jl. hebben de leden Gabriëls en Bromet (beiden P) schriftelijke vragen gesteld"
_LETTER = re.compile(
    r"(?:heeft\s+het\s+lid|hebben\s+de\s+leden)\s+(?P<people>[^\n]{2,600}?)\s+(?:de\s+)?(?:schriftelijke\s+)?vragen\s+gesteld",
    re.IGNORECASE,
)
# the same without a date first: "Hierbij bericht ik u dat de vragen van het lid Van Kent (SP) over camera's"
_MENTIONED = re.compile(
    r"\bvragen\s+van\s+(?:het\s+lid|de\s+leden)\s+(?P<people>[^\n?]{2,600}?\))"
    r"(?=\s*(?:,|\(|(?:over|inzake|betreffende|met|naar|van|die|niet)\b|d\.d\.))",
    re.IGNORECASE,
)
_COMMITTEE = re.compile(r"\bDe\s+(?P<name>(?:vaste|algemene|tijdelijke)\s+commissie\s+voor\s+.{3,80}?)\s+heeft\b")


def given_back(name: str) -> str:
    """A name with the spaces that an extraction lost: "Inge vanDijk", "deMinister"."""
    name = re.sub(rf"\b({_PARTICLE})(?=[A-Z])", r"\1 ", squeeze(name))
    return name[:1].upper() + name[1:]


def party_of(printed: str) -> str:
    """A party as it is known, or as printed when it isn't."""
    printed = re.sub(r"(?<=\w)-\s+(?=\w)", "-", squeeze(printed))
    return _KNOWN.get(plain(printed), printed)


def _names(text: str) -> list[str]:
    names = re.split(r"\s*,\s*|\s+en\s+|^\s*en\s+|\s+en$", text.strip(" ,"))
    cleaned = (re.sub(r"^(?:het\s+lid|de\s+leden|lid)\s+", "", name.strip(" ,.")) for name in names)
    return [given_back(name) for name in cleaned if re.search(r"[A-Za-z]", name) and name not in ("en", "c.s", "e.a")]


def members(text: str) -> tuple[Asker, ...]:
    """Members with their party: "A (P1), B en C (beiden P2)"; a bracket counts for all names since the last."""
    askers: list[Asker] = []
    done = 0
    for match in re.finditer(r"\(\s*(?:beiden|allen|alle\s+\w+)?\s*(?P<party>[^()]{1,60}?)\s*\)", text):
        askers += [Asker(name, party_of(match["party"])) for name in _names(text[done : match.start()])]
        done = match.end()
    askers += [Asker(name, None) for name in _names(text[done:])]
    return tuple(dict.fromkeys(askers))


def askers_in(head: str) -> tuple[Asker, ...]:
    """The askers of questions in parliament; `head` is running text."""
    for pattern in (_ASKED_BY, _LETTER, _MENTIONED):
        if match := pattern.search(head):
            return members(match["people"])
    if match := _COMMITTEE.search(head):
        return (Asker(squeeze(match["name"]), None),)
    return ()


# "aan de Minister van X en de Staatssecretaris van Y over"; an extraction may glue "over" to the word before it
_ADDRESSED = re.compile(
    rf"\baan\s+(?:de\s*)?(?P<offices>(?:{_OFFICE})\b.{{0,700}}?)(?:,\s*|\s+|(?<=[a-z]))"
    r"(?:over|inzake|naar\s+aanleiding\s+van|betreffende|met\s+betrekking\s+tot|$)(?=\s|$)",
    re.IGNORECASE,
)
_ONE_OFFICE = re.compile(rf"(?:(?:,|\ben\b)\s*)?(?:\b(?:de|het)\s*)?(?P<office>{_OFFICE})\b", re.IGNORECASE)
_SINGULAR = {"ministers": "Minister", "staatssecretarissen": "Staatssecretaris"}


def _portfolios(text: str) -> list[str]:
    """The fields of one office: "van X en van Y en voor Z" in three."""
    text = re.sub(r",?\s*\bbij\s+afwezigheid\b.*", "", text)
    text = re.sub(r"([a-zë])([A-Z])", r"\1 \2", text).strip(" ,")
    fields = re.split(r"\s*,?\s*\ben\s+(?=(?:van|voor)\b)|\s*,\s*(?=(?:van|voor)\b)", text)
    return [squeeze(re.sub(r"(?:\s|,)+en$", "", field)).strip(" ,.") for field in fields]


def addressees_in(head: str) -> tuple[str, ...]:
    """The offices that are asked, each by its whole name."""
    match = _ADDRESSED.search(head)
    if not match:
        return ()
    return tuple(dict.fromkeys(offices_in(match["offices"])))


def offices_in(text: str) -> list[str]:
    """Each office in a phrase by its whole name: "de Minister van X en voor Y" are two."""
    starts = list(_ONE_OFFICE.finditer(text))
    found: list[tuple[str, list[str]]] = []
    for start, following in zip(starts, [*starts[1:], None], strict=False):
        name = start["office"].lower()
        office = _SINGULAR.get(name, name[:1].upper() + name[1:])
        found.append((office, _portfolios(text[start.end() : following.start() if following else len(text)])))
    names: list[str] = []
    for at, (office, fields) in enumerate(found):
        if office.lower() == "minister-president":
            names.append("Minister-President")
            continue
        if fields == [""]:  # "de Minister en de Staatssecretaris van X": the field of the next office
            fields = next((later for _, later in found[at + 1 :] if later != [""]), [""])  # noqa: PLW2901
        names += [squeeze(f"{office} {field}") for field in fields]
    return names


# "Vragen van ... aan de Minister van X over <title> (ingezonden 10 november 2021)"
_SUBJECT = re.compile(
    r"(?:\s|(?<=[a-z]))(?:over|inzake|naar\s+aanleiding\s+van|betreffende|met\s+betrekking\s+tot)\s+"
    r"(?P<title>\S.{1,600}?)[\s:;.]*(?:\(\s*[Ii]ngezonden\b|\bAntwoord\s+van\b|\bMededeling\s+van\b|$)",
    re.MULTILINE,
)


def subject_in(head: str) -> str | None:
    """What the questions are about, behind the addressees; None when the document doesn't say."""
    asked = _ASKED_BY.search(head) or _LETTER.search(head) or _MENTIONED.search(head)
    if not asked:
        return None
    match = _SUBJECT.search(head, asked.end())
    return squeeze(match["title"]).rstrip(" .:;") if match else None


# "mede namens de Minister van X en de Staatssecretaris van Y (ontvangen ..."
_BEHALF = re.compile(
    r"\b(?:mede|ook)\s*namens\s+(?P<offices>.{3,700}?)\s*(?=\(\s*ontvangen\b|\.\s+Zie\b|\bde\s+(?:antwoorden|beantwoording|vragen)\b|\bbij\s+dezen\b|\n|$)",
    re.IGNORECASE,
)


def on_behalf_of_in(head: str) -> tuple[str, ...]:
    """The offices for whom the one who answers speaks as well; what is no known office is given as printed."""
    found: list[str] = []
    for match in _BEHALF.finditer(head):
        text = re.sub(r"\(\s*ontvangen.*", "", match["offices"]).strip(" ,.")
        found += offices_in(text) or [squeeze(text)]
    return tuple(dict.fromkeys(found))
