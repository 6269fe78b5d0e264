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
_COMMITTEE = re.compile(r"\bDe\s+(?P<name>(?:vaste|algemene|tijdelijke)\s+commissie\s+voor\s+.{3,80}?)\s+heeft\b")


def given_back(name: str) -> str:
    """A name with the spaces that an extraction lost: "Inge vanDijk", "deMinister"."""
    name = re.sub(rf"\b({_PARTICLE})(?=[A-Z])", r"\1 ", squeeze(name))
    return name[:1].upper() + name[1:]


def _party(printed: str) -> str:
    printed = re.sub(r"(?<=\w)-\s+(?=\w)", "-", squeeze(printed))
    return _KNOWN.get(plain(printed), printed)


def _names(text: str) -> list[str]:
    names = re.split(r"\s*,\s*|\s+en\s+|^\s*en\s+|\s+en$", text.strip(" ,"))
    cleaned = (re.sub(r"^(?:het\s+lid|de\s+leden|lid)\s+", "", name.strip(" ,.")) for name in names)
    return [given_back(name) for name in cleaned if re.search(r"[A-Za-z]", name) and name != "en"]


def members(text: str) -> tuple[Asker, ...]:
    """Members with their party: "A (P1), B en C (beiden P2)"; a bracket counts for all names since the last."""
    askers: list[Asker] = []
    done = 0
    for match in re.finditer(r"\(\s*(?:beiden|allen|alle\s+\w+)?\s*(?P<party>[^()]{1,60}?)\s*\)", text):
        askers += [Asker(name, _party(match["party"])) for name in _names(text[done : match.start()])]
        done = match.end()
    askers += [Asker(name, None) for name in _names(text[done:]) if name != "c.s."]
    return tuple(dict.fromkeys(askers))


# Councils name the asker in many ways; the strongest first. Each gives a name, a party or both.
COUNCIL = (
    r"(?m)^\s*(?:Indiener|Indieners|Steller|Vragensteller|Naam)(?:s|\(s\))?\s*:\s*(?P<name>[^\n(]{3,60})\((?P<party>[^)\n]+)\)",
    r"(?m)^\s*(?P<name>(?:[A-Z][\w.’'-]*\s+){1,4}[A-Z][\w’'-]+)\s+\((?P<party>[^)\n]{2,30})\)\s*\|?\s*$",
    r"\braadslid\s+(?P<name>[A-Z][\w’'.-]*(?:\s+[\w’'.-]+){0,4}?)\s*(?:,\s*|\()(?P<party>[A-Z0-9][\w’' -]{1,40}?)\s*[,)]",
    r"(?is)\bnamens\s+de\s+fractie(?:\s+van)?\s+(?P<party>[^\n,]{2,40}?)\s*,\s*\n\s*(?P<name>[A-Z][^\n\d:]{4,50})\s*$",
    r"(?is)\bhoogachtend\s*,?\s*\n\s*(?P<name>[A-Z][^\n\d:,]{4,50})\s*\n\s*(?P<party>[^\n]{2,50})\s*$",
    r"(?is)\bhoogachtend\s*,?\s*\n\s*(?P<name>[A-Z][^\n\d:,]{4,50})\s*$",
)
# "de fractie van het APB", "fractie VVD Westland", "Vragen van GroenLinks aan het College", "Vragen D66 Waalre naar"
_FRACTION = (
    r"\b[Ff]ractie\s+(?:van\s+)?(?:(?:het|de)\s+)?(?P<party>[A-Z0-9][\w-]*(?:\s+[A-Z][\w-]*)*)",
    r"\b[Vv]ragen\s+van\s+(?P<party>[A-Z0-9][\w-]*(?:\s+[A-Z][\w-]*)*)\s+aan\b",
    r"(?m)^Vragen\s+(?P<party>[A-Z0-9][\w-]*(?:\s+[A-Z][\w-]*)*)\s+naar\s+aanleiding",
    r"\b(?:de|het)\s+(?P<party>[A-Z][\w-]*\s+Fractie)\b",
    r"(?m)^(?P<party>[A-Z0-9][\w-]*)(?:\s+[\w-]+){0,6}\s+stelt\b",
)


def _fraction(text: str) -> str | None:
    heads = [m for pattern in _FRACTION if (m := re.search(pattern, text))]
    return squeeze(heads[0]["party"]) if heads else None


def council_askers(head: str, whole: str) -> tuple[Asker, ...]:
    """The asker of a council's questions: named at the top, by a signature, or only as a fraction."""
    for pattern in COUNCIL:
        match = re.search(pattern, head) or re.search(pattern, whole.strip()[-600:])
        if match:
            party = match.groupdict().get("party") or _fraction(whole)
            return (Asker(squeeze(match["name"]), _party(party) if party else None),)
    party = _fraction(head) or _fraction(whole)
    return (Asker(f"{party} (fractie)", party),) if party else ()


def askers_in(head: str) -> tuple[Asker, ...]:
    """The askers of questions in parliament; `head` is running text."""
    for pattern in (_ASKED_BY, _LETTER):
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
    """The offices that are asked, each by its whole name; a council asks its executive."""
    match = _ADDRESSED.search(head)
    if not match:
        council = re.search(r"\b(?:aan|[Gg]eacht)\s+(?:het\s+|de\s+)?(College|college|burgemeester|wethouder)\b", head)
        return (squeeze(council[1]).lower(),) if council else ()
    text = match["offices"]
    starts = list(_ONE_OFFICE.finditer(text))
    found: list[tuple[str, list[str]]] = []
    for start, following in zip(starts, [*starts[1:], None], strict=False):
        name = start["office"].lower()
        office = _SINGULAR.get(name, name[:1].upper() + name[1:])
        found.append((office, _portfolios(text[start.end() : following.start() if following else len(text)])))
    names: list[str] = []
    for at, (office, fields) in enumerate(found):
        if fields == [""]:  # "de Minister en de Staatssecretaris van X": the field of the next office
            fields = next((later for _, later in found[at + 1 :] if later != [""]), [""])  # noqa: PLW2901
        names += [squeeze(f"{office} {field}") for field in fields]
    return tuple(dict.fromkeys(names))


# "Vragen van ... aan de Minister van X over <title> (ingezonden 10 november 2021)"
_SUBJECT = re.compile(
    r"(?:\s|(?<=[a-z]))(?:over|inzake|naar\s+aanleiding\s+van|betreffende|met\s+betrekking\s+tot)\s+"
    r"(?P<title>\S.{1,600}?)[\s:;.]*(?:\(\s*ingezonden\b|\bAntwoord\s+van\b|\bMededeling\s+van\b|$)",
    re.MULTILINE,
)


def subject_in(head: str) -> str | None:
    """What the questions are about, behind the addressees; None when the document doesn't say."""
    asked = _ASKED_BY.search(head) or _LETTER.search(head)
    if not asked:
        return None
    match = _SUBJECT.search(head, asked.end())
    return squeeze(match["title"]).rstrip(" .:;") if match else None
