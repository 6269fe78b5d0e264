"""Opening without the vault: with our command, and with nothing but the ordinary `age` program."""

import os
import pty
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.vault.conftest import NOW, PASSPHRASE, kinds, opened
from tests.vault.film import make
from tests.vault.light_age import lock

from spreekkamer.cli import main
from spreekkamer.vault import actions, export
from spreekkamer.vault.bundle import BundleError, read_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path_factory, identities, cast) -> Path:
    """The identity files of a privacy officer and a manager, as they keep them."""
    folder = tmp_path_factory.mktemp("keys")
    for name, identity in identities.items():
        (folder / f"{name}.txt").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
        (folder / f"{name}.age").write_bytes(lock(f"{identity}\n".encode(), PASSPHRASE))
    return folder


@pytest.fixture
def bundle(kept, tmp_path_factory) -> Path:
    """The recording outside the vault, still sealed."""
    folder = tmp_path_factory.mktemp("bundle") / "opname"
    export.write_bundle(kept, folder)
    return folder


def open_it(bundle, files, out, *more, fg="farah.txt", manager="mark.txt"):
    keys = ["--fg-identity", str(files / fg), "--manager-identity", str(files / manager)]
    return main(["vault", "open", str(bundle), *keys, "--out", str(out), *more])


def frames(path):
    probe = f"ffprobe -loglevel error -count_frames -show_entries stream=nb_read_frames -of csv=p=0 {path}"
    return int(subprocess.run(probe.split(), check=True, capture_output=True, text=True).stdout.strip().strip(","))


def shell(command, cwd):
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_two_identity_files_open_a_bundle(bundle, files, tmp_path, capsys):
    out = tmp_path / "opname.mp4"
    assert open_it(bundle, files, out) == 0
    assert frames(out) == 150
    assert out.stat().st_mode & 0o077 == 0
    assert "3 segments, whole and in order" in capsys.readouterr().out
    assert kinds()[-1] == "recording.bundled"
    assert open_it(bundle, files, out) == 1  # never overwrites


def test_nothing_of_the_database_is_needed(bundle, files, tmp_path):
    out = tmp_path / "opname.mp4"
    environment = {**os.environ, "SPREEKKAMER_DATA": "/nonexistent", "DJANGO_SETTINGS_MODULE": "nothing"}
    command = [sys.executable, "-m", "spreekkamer.cli"]
    command = [sys.executable, "-c", "import sys; from spreekkamer.cli import main; sys.exit(main())", "vault", "open"]
    keys = ["--fg-identity", str(files / "farah.txt"), "--manager-identity", str(files / "mia.txt")]
    subprocess.run([*command, str(bundle), *keys, "--out", str(out)], env=environment, check=True, cwd=tmp_path)
    assert frames(out) == 150


def test_plain_age_twice_opens_it_as_the_readme_says(bundle, files):
    """The commands of README.txt in the bundle and of docs/vault.md, letter by letter."""
    readme = (bundle / "README.txt").read_text()
    commands = [line.strip() for line in readme.splitlines() if line.startswith(("  age -d", "  for f in", "  rm "))]
    assert len(commands) == 3
    documented = (Path(__file__).parents[2] / "docs" / "vault.md").read_text()
    assert all(command in documented for command in commands)
    shutil.copy(files / "farah.txt", bundle / "FG.txt")
    shutil.copy(files / "mark.txt", bundle / "LEIDINGGEVENDE.txt")
    done = shell("\n".join(commands), bundle)
    assert done.returncode == 0, done.stderr
    assert frames(bundle / "opname.mp4") == 150
    assert not (bundle / "opname.key").exists()


@pytest.mark.parametrize("swapped", ["FG.txt", "LEIDINGGEVENDE.txt"])
def test_plain_age_needs_one_key_of_each_role(bundle, files, swapped):
    shutil.copy(files / "farah.txt", bundle / "FG.txt")
    shutil.copy(files / "mark.txt", bundle / "LEIDINGGEVENDE.txt")
    other = {"FG.txt": "mark.txt", "LEIDINGGEVENDE.txt": "farah.txt"}[swapped]
    shutil.copy(files / other, bundle / swapped)
    done = shell("age -d -i FG.txt key.age | age -d -i LEIDINGGEVENDE.txt > opname.key", bundle)
    assert done.returncode != 0
    assert "no identity matched" in done.stderr


def test_identity_files_under_a_passphrase_ask_for_it(bundle, files, tmp_path, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda _prompt: PASSPHRASE)
    assert open_it(bundle, files, tmp_path / "a.mp4", fg="farah.age", manager="mark.age") == 0
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "vergeten")
    assert open_it(bundle, files, tmp_path / "b.mp4", fg="farah.age", manager="mark.age") == 1
    assert not (tmp_path / "b.mp4").exists()


def test_the_stored_seal_key_is_a_file_that_plain_age_takes(cast, bundle):
    """Somebody saved the locked key from the page; `age` asks for the passphrase on the terminal."""
    (bundle / "FG.age").write_bytes(bytes(cast.farah.seal_key.identity))
    out = bundle / "inner.age"
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(bundle)
        os.execvp("age", ["age", "-d", "-i", "FG.age", "-o", str(out), "key.age"])
    os.write(terminal, f"{PASSPHRASE}\n".encode())
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert status == 0
    assert out.read_bytes().startswith(b"age-encryption.org/v1")


@pytest.mark.parametrize(
    ("fg", "manager", "message"),
    [
        ("mark.txt", "mark.txt", "privacy officer's key does not open"),
        ("farah.txt", "farah.txt", "manager's key does not open"),
        ("nobody.txt", "mark.txt", "can't be read"),
    ],
)
def test_a_wrong_key_is_named(bundle, files, tmp_path, capsys, fg, manager, message):
    assert open_it(bundle, files, tmp_path / "out.mp4", fg=fg, manager=manager) == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out.mp4").exists()


def rename(bundle, **moves):
    for name, to in moves.items():
        (bundle / f"{name[1:]}.age").rename(bundle / f"{to}.tmp")
    for path in bundle.glob("*.tmp"):
        path.rename(path.with_suffix(".age"))


DAMAGE = {
    "missing": (lambda b: (b / "000001.age").unlink(), "Segment 1 is missing."),
    "last missing": (lambda b: (b / "000002.age").unlink(), "Segment 2 is missing."),
    "swapped": (lambda b: rename(b, _000000="000001", _000001="000000"), "In the place of segment 0 lies segment 1."),
    "cut": (lambda b: os.truncate(b / "000001.age", 1000), "Segment 1 is cut: 1000 of"),
    "empty": (lambda b: os.truncate(b / "000001.age", 0), "Segment 1 is cut: 0 of"),
    "extra": (lambda b: shutil.copy(b / "000000.age", b / "000003.age"), "There is a segment 3"),
    "no key": (lambda b: (b / "key.age").unlink(), "key.age is missing"),
    "no envelope": (lambda b: (b / "envelope.json").unlink(), "envelope.json is missing"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_bundle_is_refused_with_the_exact_place(bundle, files, tmp_path, capsys, damage):
    do, message = DAMAGE[damage]
    do(bundle)
    assert open_it(bundle, files, tmp_path / "out.mp4") == 1
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out.mp4").exists()


def test_a_segment_of_another_recording_is_refused(bundle, files, tmp_path, capsys, kept, recorder_key):
    foreign = make("e" * 32, kept.recipient, key=recorder_key)
    (bundle / "000001.age").write_bytes(foreign.segments[1])
    assert open_it(bundle, files, tmp_path / "out.mp4") == 1
    assert "In the place of segment 1 lies a segment of another recording." in capsys.readouterr().err


def test_an_envelope_signed_by_somebody_else_shows_against_the_recorders_key(bundle, files, tmp_path, capsys, kept):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    other = Ed25519PrivateKey.generate().public_key()
    pem = tmp_path / "recorder.pem"
    pem.write_bytes(other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert open_it(bundle, files, tmp_path / "out.mp4", "--recorder-key", str(pem)) == 1
    assert "not known" in capsys.readouterr().err


def test_an_export_opens_again_to_the_same_film(kept, cast, files, tmp_path, monkeypatch):
    opening, browser_key = opened(kept, by=cast.mark, dpo=cast.farah, manager=cast.mark)
    view = actions.start_view(opening, kind="exported", browser_key=browser_key, by=cast.mark, at=NOW)
    source = export.Source.of(
        view, export.queries.recording_key(opening, browser_key=browser_key, by=cast.mark, at=NOW)
    )
    path = tmp_path / "opname.zip"
    path.write_bytes(b"".join(export.zip_chunks(source)))
    assert open_it(path, files, tmp_path / "out.mp4") == 0
    assert (tmp_path / "out.mp4").read_bytes() == zipfile.ZipFile(path).read("opname.mp4")


def test_a_bundle_outlives_destruction_and_says_so(bundle, kept, files, tmp_path):
    assert kept.destroy_on.isoformat() in (bundle / "README.txt").read_text()
    actions.destroy_due(kept.destroy_on)
    assert open_it(bundle, files, tmp_path / "out.mp4") == 0


def test_bundle_and_check_from_the_command_line(kept, files, tmp_path, capsys):
    out = tmp_path / "bundel"
    assert main(["vault", "bundle", kept.pk[:8], "--out", str(out)]) == 0
    assert main(["vault", "bundle", kept.pk[:8], "--out", str(out)]) == 1
    assert main(["vault", "bundle", "nothing", "--out", str(tmp_path / "x")]) == 1
    keys = ["--fg-identity", str(files / "farah.txt"), "--manager-identity", str(files / "mark.txt")]
    assert main(["vault", "check", *keys]) == 0
    assert main(["vault", "check", *keys[:2]]) == 2
    assert "invariants hold" in capsys.readouterr().out
    segment = kept.segments.get(n=1)
    (tmp_path / "vault" / "segments" / segment.file).unlink()
    assert main(["vault", "check"]) == 1
    told = capsys.readouterr().out
    assert f"segment 1, segments/{segment.file}: the file is missing." in told
    assert main(["vault", "repair"]) == 0


def test_a_file_without_a_key_is_said(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("AGE-SECRET-KEY-1NONSENSE\n")
    with pytest.raises(BundleError, match="holds no age key"):
        read_identity(path, lambda: "")
    path.write_text("hello\n")
    with pytest.raises(BundleError, match="holds no age key"):
        read_identity(path, lambda: "")
    assert main(["vault", "open", str(path), "--fg-identity", "x", "--manager-identity", "y", "--out", "z"]) == 1
