#!/usr/bin/env python3
"""Controleert de logboekbewijzen in deze map. Nodig zijn alleen Python 3 en openssl; netwerk is niet nodig.

    python3 controleer.py

Per bewijs (.tlog-proof) wordt nagegaan: het ijkpunt is ondertekend met de sleutel in sleutel.pem, de regel staat in
het logboek (RFC 9162, 2.1.3.2), en het detail (.json) is wat toen is vastgelegd.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def signed(checkpoint: str) -> bool:
    """Of een van de handtekeningen onder dit ijkpunt klopt met sleutel.pem."""
    text, _, signatures = checkpoint.partition("\n\n")
    with tempfile.TemporaryDirectory() as folder:
        note, signature = Path(folder, "note"), Path(folder, "signature")
        note.write_text(text + "\n", encoding="utf-8")
        for line in signatures.splitlines():
            signature.write_bytes(base64.b64decode(line.rsplit(" ", 1)[1])[4:])
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", str(HERE / "sleutel.pem"), "-rawin"]
            command += ["-in", str(note), "-sigfile", str(signature)]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                return True
    return False


def root_of(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """De wortel van het logboek volgens dit pad; None als het pad niet past."""
    if index >= size:
        return None
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            value = hashlib.sha256(b"\x01" + step + value).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = hashlib.sha256(b"\x01" + value + step).digest()
        at, last = at >> 1, last >> 1
    return value if last == 0 else None


def check(file: Path) -> tuple[str, dict[str, str]]:
    """Wat er mis is met een bewijs; een lege tekst als het klopt, en de regel van het logboek."""
    head, _, checkpoint = file.read_text(encoding="utf-8").partition("\n\n")
    _version, extra, index, *path = head.split("\n")
    entry = base64.b64decode(extra.removeprefix("extra "))
    facts = json.loads(entry)
    _origin, size, root, *_more = checkpoint.split("\n")
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    found = root_of(int(index.removeprefix("index ")), int(size), leaf, [base64.b64decode(step) for step in path])
    if found != base64.b64decode(root):
        return "deze regel staat niet in het logboek", facts
    if not signed(checkpoint):
        return "het ijkpunt is niet ondertekend met sleutel.pem", facts
    detail = file.with_suffix(".json")
    if detail.exists():
        told = json.loads(detail.read_text(encoding="utf-8"))
        text = json.dumps(told["detail"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(base64.b64decode(told["salt"]) + text.encode()).digest()
        if base64.b64encode(digest).decode() != facts["commitment"]:
            return "het detail is niet wat toen is vastgelegd", facts
    return "", facts


def main() -> int:
    """Een regel per bewijs; afsluitstatus 1 als er een niet klopt."""
    wrong = 0
    files = sorted(HERE.glob("*.tlog-proof"))
    for file in files:
        try:
            problem, facts = check(file)
        except (ValueError, KeyError, OSError) as error:
            problem, facts = f"het bestand is beschadigd ({error})", {}
        wrong += bool(problem)
        print(f"{'FOUT' if problem else 'klopt'}: {file.name} {facts.get('day', '')} {problem}".rstrip())
    print(f"{len(files) - wrong} van de {len(files)} bewijzen kloppen.")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
