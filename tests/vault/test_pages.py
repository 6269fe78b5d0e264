"""What each person can see and do, and what not."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.vault.conftest import PASSPHRASE, WHY, kinds

from spreekkamer.accounts.models import SealKey
from spreekkamer.vault import actions, queries
from spreekkamer.vault.models import Opening, View

pytestmark = pytest.mark.django_db

ABOUT_RECORDINGS = ["recordings", "destroyed-csv", "recording"]
OPENERS = ["farah", "floor", "mark", "mia"]
OTHERS = ["carla", "ahmed", "els", "greet"]


@pytest.fixture(autouse=True)
def committed(monkeypatch):
    """A test is one transaction that is rolled back; here, what waits for the commit happens at once."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, robust=False: do())


@pytest.fixture
def kept(prepared, hand_in):
    """A recording of now: pages look at the clock."""
    from django.utils import timezone

    actions.begin(prepared.pk, at=timezone.now(), pre_roll_seconds=20)
    hand_in(prepared, at=timezone.now())
    return prepared


def url(name, recording=None):
    return reverse(f"vault:{name}", args=[recording.pk] if name in {"recording", "hold", "request"} else [])


def ask(client, recording, **more):
    facts = {"request-purpose": "police_report", "request-motivation": WHY, **more}
    return client.post(url("request", recording), facts)


@pytest.fixture
def open_for_mia(kept, cast):
    """Mia's browser, and her opening that Farah and Mark agreed to."""
    mia = cast.client("mia")
    page = ask(mia, kept)
    opening = Opening.objects.get()
    assert page["Location"] == reverse("vault:opening", args=[opening.pk])
    for who in ("farah", "mark"):
        done = cast.client(who).post(reverse("vault:approve", args=[opening.pk]), {"passphrase": PASSPHRASE})
        assert done.status_code == 302
    opening.refresh_from_db()
    return mia, opening


def watch(mia, opening):
    page = mia.post(reverse("vault:play", args=[opening.pk]))
    assert page.status_code == 302, page.content.decode()
    return page["Location"]


@pytest.mark.parametrize("who", OPENERS)
@pytest.mark.parametrize("page", ABOUT_RECORDINGS)
def test_managers_and_privacy_officers_see_what_is_kept(who, page, kept, cast):
    assert cast.client(who).get(url(page, kept)).status_code == 200


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("page", ABOUT_RECORDINGS)
def test_others_see_nothing_of_recordings(who, page, kept, cast):
    assert cast.client(who).get(url(page, kept)).status_code == 403


def test_strangers_are_asked_to_sign_in(kept, client):
    for page in ABOUT_RECORDINGS:
        assert reverse("sign-in") in client.get(url(page, kept))["Location"]


@pytest.mark.parametrize("who", OTHERS)
def test_others_can_do_nothing_with_recordings(who, kept, cast, open_for_mia):
    _, opening = open_for_mia
    client = cast.client(who)
    view = View.objects.create(opening=opening, kind="played", person=cast.mia, at=opening.requested_at)
    assert ask(client, kept).status_code == 403
    assert client.post(url("hold", kept)).status_code == 403
    for name in ("opening", "opening-progress"):
        assert client.get(reverse(f"vault:{name}", args=[opening.pk])).status_code == 403
    for name in ("approve", "refuse", "close", "play", "export"):
        assert client.post(reverse(f"vault:{name}", args=[opening.pk])).status_code == 403
    for name in ("watch", "film"):
        assert client.get(reverse(f"vault:{name}", args=[view.pk])).status_code == 403
    for name in ("seal-key", "seal-key-file"):
        assert client.get(reverse(f"vault:{name}")).status_code == 403


def test_the_pages_show_no_recording_number_in_full_and_no_key(kept, cast):
    page = cast.client("mark").get(url("recording", kept)).content.decode()
    assert "AGE-SECRET-KEY" not in page
    assert kept.recipient not in page


def test_the_key_for_the_browser_is_a_cookie_that_nothing_else_gets(kept, cast):
    page = ask(cast.client("mia"), kept)
    cookie = page.cookies[f"opening-{Opening.objects.get().pk.hex}"]
    assert cookie.value.startswith("AGE-SECRET-KEY-1")
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/opnames/"
    assert 0 < cookie["max-age"] <= 25 * 3600


def test_a_request_for_another_purpose_is_refused_with_the_reason(kept, cast):
    page = ask(cast.client("mia"), kept, **{"request-purpose": "benefit_enforcement"})
    assert page.status_code == 400
    page = ask(cast.client("mia"), kept, **{"request-motivation": "zomaar"})
    assert page.status_code == 400
    assert not Opening.objects.exists()


def test_the_film_is_played_in_any_range(open_for_mia, kept):
    mia, opening = open_for_mia
    location = watch(mia, opening)
    page = mia.get(location)
    assert page.status_code == 200
    film = location + "opname.mp4"
    assert film in page.content.decode()
    full = mia.get(film)
    data = b"".join(full.streaming_content)
    assert full.status_code == 200
    assert full["Content-Type"] == "video/mp4"
    assert full["Accept-Ranges"] == "bytes"
    assert int(full["Content-Length"]) == len(data)
    assert "no-store" in full["Cache-Control"]
    part = mia.get(film, headers={"Range": "bytes=100-40000"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-40000/{len(data)}"
    assert b"".join(part.streaming_content) == data[100:40001]
    assert mia.get(film, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert b"".join(mia.head(film).streaming_content) == b""
    assert kinds()[-1] == "opening.viewed"


def test_there_is_no_way_to_the_film_without_a_trace(open_for_mia, cast):
    mia, opening = open_for_mia
    assert mia.get(reverse("vault:film", args=[opening.pk])).status_code == 404
    watch(mia, opening)
    watch(mia, opening)
    assert kinds().count("opening.viewed") == 2


@pytest.mark.parametrize("who", ["farah", "mark"])
def test_who_agreed_does_not_see_it(open_for_mia, cast, who):
    mia, opening = open_for_mia
    location = watch(mia, opening)
    other = cast.client(who)
    assert other.get(location).status_code == 409
    assert other.get(location + "opname.mp4").status_code == 403
    assert other.post(reverse("vault:play", args=[opening.pk])).status_code == 409
    assert other.post(reverse("vault:export", args=[opening.pk])).status_code == 409


def test_the_same_person_in_another_browser_does_not_see_it(open_for_mia, cast):
    mia, opening = open_for_mia
    location = watch(mia, opening)
    elsewhere = cast.client("mia")
    assert elsewhere.get(location + "opname.mp4").status_code == 403
    page = elsewhere.get(reverse("vault:opening", args=[opening.pk])).content.decode()
    assert reverse("vault:play", args=[opening.pk]) not in page


def test_after_an_hour_the_film_is_gone(open_for_mia):
    mia, opening = open_for_mia
    location = watch(mia, opening)
    Opening.objects.update(lapses_at=opening.requested_at)
    assert mia.get(location + "opname.mp4").status_code == 403
    assert mia.get(location).status_code == 409


def test_closing_takes_the_key_out_of_the_browser(open_for_mia):
    mia, opening = open_for_mia
    location = watch(mia, opening)
    done = mia.post(reverse("vault:close", args=[opening.pk]))
    assert done.cookies[f"opening-{opening.pk.hex}"].value == ""
    assert mia.get(location + "opname.mp4").status_code == 403


def test_damage_is_shown_with_its_place_and_nothing_is_played(open_for_mia, kept, data):
    mia, opening = open_for_mia
    (data / "vault" / "segments" / kept.segments.get(n=1).file).unlink()
    page = mia.post(reverse("vault:play", args=[opening.pk]))
    assert page.status_code == 409
    assert "Segment 1 is missing." in page.content.decode()


def test_an_export_can_be_checked_and_opened_again(open_for_mia, tmp_path, identities):
    mia, opening = open_for_mia
    sent = mia.post(reverse("vault:export", args=[opening.pk]))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content)))
    assert archive.testzip() is None
    names = archive.namelist()
    assert {"opname.mp4", "README.txt", "manifest.json", "export.json", "SHA256SUMS", "sealed/key.age"} <= set(names)
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(names) - {"SHA256SUMS"}
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
    assert b"Mia" in archive.read("export.json")
    assert kinds()[-1] == "opening.exported"


def test_agreeing_with_a_wrong_passphrase_says_so_and_loses_nothing(kept, cast):
    ask(cast.client("mia"), kept)
    opening = Opening.objects.get()
    farah = cast.client("farah")
    page = farah.post(reverse("vault:approve", args=[opening.pk]), {"passphrase": "vergeten"})
    assert page.status_code == 400
    assert "vergeten" not in page.content.decode()
    assert farah.post(reverse("vault:approve", args=[opening.pk]), {"passphrase": PASSPHRASE}).status_code == 302


def test_whoever_waits_is_told_when_their_own_turn_comes(kept, cast):
    mia, farah = cast.client("mia"), cast.client("farah")
    ask(mia, kept)
    opening = Opening.objects.get()
    stand = reverse("vault:opening-progress", args=[opening.pk])
    assert "Verder met uw sleutel" not in mia.get(stand).text
    farah.post(reverse("vault:approve", args=[opening.pk]), {"passphrase": PASSPHRASE})
    assert "Verder met uw sleutel" in mia.get(stand).text
    assert "Verder met uw sleutel" not in farah.get(stand).text


def test_keeping_longer_and_lifting_that(kept, cast):
    mark = cast.client("mark")
    until = (kept.destroy_on + timedelta(days=30)).isoformat()
    facts = {"hold-purpose": "complaint", "hold-reason": WHY, "hold-until": until}
    assert mark.post(url("hold", kept), {**facts, "hold-until": "2020-01-01"}).status_code == 400
    assert mark.post(url("hold", kept), facts).status_code == 302
    (placed,) = queries.standing_holds(kept)
    assert WHY in mark.get(url("recording", kept)).content.decode()
    lift = reverse("vault:lift-hold", args=[placed.pk])
    assert cast.client("carla").post(lift).status_code == 403
    mark.post(lift, {"because": "De klacht is afgehandeld en gesloten."})
    assert queries.standing_holds(kept) == []


def test_a_destroyed_recording_has_a_page_that_says_so(kept, cast):
    actions.destroy_due(kept.destroy_on)
    page = cast.client("mark").get(url("recording", kept))
    assert page.status_code == 200
    assert url("request", kept) not in page.content.decode()
    assert ask(cast.client("mark"), kept).status_code == 400


def test_somebody_makes_a_seal_key(cast, monkeypatch):
    from tests.vault.light_age import lock

    from spreekkamer.accounts import seal_keys

    monkeypatch.setattr(seal_keys, "lock", lambda identity, words: lock(f"{identity}\n".encode(), words))
    floor = cast.client("floor")
    page = reverse("vault:seal-key")
    assert floor.get(reverse("vault:seal-key-file")).status_code == 404
    assert floor.post(page, {"new": "kort", "again": "kort"}).status_code == 400
    assert floor.post(page, {"new": PASSPHRASE, "again": "iets heel anders"}).status_code == 400
    assert floor.post(page, {"new": PASSPHRASE, "again": PASSPHRASE}).status_code == 302
    key = SealKey.objects.get(holder=cast.floor)
    assert key.recipient in floor.get(page).content.decode()
    assert floor.get(reverse("vault:seal-key-file")).content == bytes(key.identity)
    assert floor.post(page, {"old": "raden", "new": "x" * 20, "again": "x" * 20}).status_code == 400
    assert floor.post(page, {"old": PASSPHRASE, "new": "x" * 20, "again": "x" * 20}).status_code == 302


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_is_there_in_both_languages(open_for_mia, kept, language):
    mia, opening = open_for_mia
    mia.cookies["django_language"] = language
    pages = [url("recordings"), url("recording", kept), reverse("vault:opening", args=[opening.pk])]
    for page in [*pages, watch(mia, opening), reverse("vault:seal-key")]:
        content = mia.get(page).content.decode()
        assert f'lang="{language}"' in content
        assert content.count("<h1") == 1
