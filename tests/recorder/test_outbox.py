"""An alarm waits for whoever can take it, and says what it waits for."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from spreekkamer.recorder.clocks import Clocks
from spreekkamer.recorder.outbox import Outbox
from spreekkamer.recorder.spool import Spool

NOTICE = {"id": "a" * 32, "at": "2026-11-24T09:00:00+00:00", "source": "button", "room": "kamer-1", "permit": None}


class Nobody:
    """A server that takes no alarm; it is not to be asked."""

    async def alarm(self, *_: Any) -> None:
        raise AssertionError("asked without any authority")


@pytest.mark.parametrize("tokens", [{}, {"kamer-2": "of-another-room"}])
def test_an_alarm_whose_room_has_lost_its_token_is_kept_and_says_what_is_lacking(
    tmp_path: Path, tokens: dict[str, str]
) -> None:
    spool = Spool(tmp_path / "spool")
    spool.prepare()
    spool.write_alarm(NOTICE["id"], NOTICE)  # type: ignore[arg-type]

    async def run() -> dict[str, str]:
        outbox = Outbox(
            server=Nobody(),  # type: ignore[arg-type]
            spool=spool,
            clocks=Clocks(),
            in_thread=asyncio.to_thread,
            alarm_tokens=tokens,
        )
        outbox.start()
        await asyncio.sleep(0)
        waiting = dict(outbox.waiting)
        await outbox.close(grace=0)
        return waiting

    assert "recorder.toml" in asyncio.run(run())[NOTICE["id"]]  # type: ignore[index]
    assert list(spool.waiting_alarms()) == [NOTICE]
