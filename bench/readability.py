"""How easily the Dutch reads, by Flesch-Douma: `python -m bench.readability` (a second).

Printed per part of what residents read, and per room of what staff read: the score, words per sentence, syllables per
word. 60 to 70 is plain, 70 to 80 fairly easy, above that easy; residents are promised 60 at least, and the exit status
is 1 when a part of theirs is below. The formula counts and understands nothing: it doesn't take the place of a reader.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.residents.readability import Score, flesch_douma

ROOMS = Path(__file__).resolve().parent.parent / "src" / "spreekkamer"
PROMISED = 60
FEW_WORDS = 30
"""Of fewer words a score says nothing."""
TRANSLATED = re.compile(r'^msgstr(?:\[\d\])? "(.+)"$', re.MULTILINE)
NO_TEXT = re.compile(r"%\(\w+\)[sd]|%[sd%]|<[^>]+>|https?://\S+|\{\w+\}")


def residents() -> dict[str, list[str]]:
    """The texts of letter, sign and page, by part."""
    from spreekkamer.residents.texts import texts_in

    parts: dict[str, list[str]] = defaultdict(list)
    for key, text in texts_in("nl").texts.items():
        parts[key.split(".")[0]].append(text)
    return parts


def staff() -> dict[str, list[str]]:
    """All Dutch of the interface, by room."""
    return {
        path.parts[-5]: TRANSLATED.findall(path.read_text(encoding="utf-8"))
        for path in sorted(ROOMS.glob("*/locale/nl/LC_MESSAGES/django.po"))
    }


def scored(texts: Iterable[str]) -> Score | None:
    """Each text ends a sentence, also a label; None when there is too little to score."""
    whole = ". ".join(NO_TEXT.sub(" ", text.replace(r"\"", '"').replace(r"\n", " ")) for text in texts)
    return flesch_douma(whole) if len(whole.split()) >= FEW_WORDS else None


def main() -> int:
    """Measure and print."""
    hard = []
    for title, parts in (("Residents", residents()), ("Staff", staff())):
        everything = [text for texts in parts.values() for text in texts]
        print(f"{title}: Flesch-Douma, words a sentence, syllables a word")
        for name, texts in (*parts.items(), ("all", everything)):
            score = scored(texts)
            if score is None:
                continue
            print(f"  {name:14} {score.score:5.0f} {score.words_per_sentence:6.1f} {score.syllables_per_word:6.2f}")
            if title == "Residents" and score.score < PROMISED:
                hard.append(name)
    print(f"below {PROMISED}: {', '.join(hard) or 'nothing that residents read'}")
    return 1 if hard else 0


if __name__ == "__main__":
    from spreekkamer.cli import use_django

    use_django()
    sys.exit(main())
