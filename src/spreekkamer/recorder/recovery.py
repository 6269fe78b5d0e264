"""After a crash: close what was being recorded, so that it can be handed in."""

import logging

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from spreekkamer.protocol.manifest import Entry, Manifest, make_envelope
from spreekkamer.recorder.handin import HandIn
from spreekkamer.recorder.spool import RecordingFolder, Spool

log = logging.getLogger(__name__)


def resume(spool: Spool, hand_in: HandIn, key: Ed25519PrivateKey) -> None:
    """Offer every recording in the spool for handing in, after closing the unfinished ones. Called in the loop.

    One that can't be read stays where it is, and is said: it must not keep the recorder, and its alarm, from starting.
    """
    for name in spool.recordings():
        try:
            _resume(name, spool.folder(name), hand_in, key)
        except Exception:
            log.exception("the recording in %s can't be handed in, it is left as it is", spool.path / name)


def _resume(name: str, folder: RecordingFolder, hand_in: HandIn, key: Ed25519PrivateKey) -> None:
    session = folder.session()
    if session is None:
        log.warning("an alarm's folder was made just before a crash and holds nothing; removed")
        folder.remove()
        return
    remains = folder.remains()
    envelope = folder.envelope() or _close(folder, session, remains, key)
    hand_in.complete(name, folder, str(session["permit"]), len(remains), envelope)


def _close(
    folder: RecordingFolder,
    session: dict[str, object],
    remains: list[dict[str, object]],
    key: Ed25519PrivateKey,
) -> bytes:
    """The envelope that the crash prevented: it lists what is durable and says that it isn't everything."""
    facts = {
        "recording": session["recording"],
        "segments": tuple(
            Entry(**{name: value for name, value in entry.items() if name != "lost"})  # type: ignore[arg-type]
            for entry in remains
        ),
        "alarm": session["alarm"],
        "pre_roll_seconds": session["pre_roll_seconds"],
        "began": session["began"],
        "ended_because": "crash",
        "complete": False,
        "lost": sum(int(str(entry["lost"])) for entry in remains),
    }
    manifest = Manifest(**facts)  # type: ignore[arg-type]
    envelope = make_envelope(manifest, seal=str(session["seal"]), key=key)
    try:
        folder.close(envelope)
    except OSError as error:
        log.error("the envelope of an unfinished recording can't be written, it is handed in from memory: %s", error)
    log.warning("a recording of %d segments was unfinished after a crash; it is closed now", len(remains))
    return envelope
