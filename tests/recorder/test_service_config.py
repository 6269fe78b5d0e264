"""Who gets recorder.toml wrong is told the line, the field and what to do; passwords are never repeated."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from spreekkamer.recorder.config import ConfigError, load

KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
GOOD = f'''listen = "127.0.0.1:8001"
server = "https://spreekkamer.example"
permit_keys = ["""
{PUBLIC}"""]
signing_key = "key.pem"
spool = "spool"

[[camera]]
id = "camera-1"
room = "kamer-1"
url = "rtsp://viewer:geheim@10.0.0.5/stream"
alarm_token = "0123456789abcdef"

[[camera]]
id = "camera-2"
room = "kamer-2"
url = "rtsps://viewer:geheim@10.0.0.6/stream"
'''


def written(folder: Path, text: str) -> Path:
    (folder / "key.pem").write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path = folder / "recorder.toml"
    path.write_text(text)
    return path


def test_a_good_file(tmp_path: Path) -> None:
    config = load(written(tmp_path, GOOD))
    assert (config.host, config.port, config.server) == ("127.0.0.1", 8001, "https://spreekkamer.example")
    assert config.spool == tmp_path / "spool"
    assert [camera.id for camera in config.cameras] == ["camera-1", "camera-2"]


def test_addresses_and_tokens_are_in_no_repr(tmp_path: Path) -> None:
    text = repr(load(written(tmp_path, GOOD)))
    assert "geheim" not in text
    assert "0123456789abcdef" not in text


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("listen =", "listen", 1, ("not valid TOML",)),
        ("127.0.0.1:8001", "8001", 1, ("listen", "127.0.0.1:8001")),
        ("127.0.0.1:8001", "127.0.0.1:99999", 1, ("listen",)),
        ("https://spreekkamer.example", "spreekkamer.example", 2, ("server", "https://")),
        ("BEGIN PUBLIC", "BEGIN PRIVATE", 3, ("permit_keys", "Ed25519", "PEM")),
        ('"key.pem"', '"other.pem"', 8, ("signing_key", "openssl genpkey -algorithm ed25519")),
        ('spool = "spool"', "spool = 7", 9, ("spool", "a text in quotes")),
        ('spool = "spool"', 'spool = "spool"\ncolour = "red"', 10, ("colour", "not known")),
        ('id = "camera-2"', 'id = "camera-1"', 18, ("camera 2", "id", "used twice")),
        ('room = "kamer-2"', "", 17, ("camera 2", "room", "missing", "Add a line")),
        ('room = "kamer-2"', 'room = "../x"', 19, ("camera 2", "room", "letters")),
        ("rtsps://", "http://", 20, ("camera 2", "url", "rtsp://user:password@address/path")),
        ("10.0.0.5/", "10.0.0.5:x/", 14, ("camera 1", "url")),
        ('"0123456789abcdef"', '"0123"', 15, ("camera 1", "alarm_token", "openssl rand")),
    ],
)
def test_a_wrong_field_is_named_with_its_line_and_its_mend(
    tmp_path: Path, old: str, new: str, line: int, words: tuple[str, ...]
) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, GOOD.replace(old, new)))
    message = str(caught.value)
    assert f"line {line}" in message
    assert all(word in message for word in words), message
    assert "geheim" not in message


def test_no_file_no_text_no_keys(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load(tmp_path / "nothing.toml")
    path = written(tmp_path, GOOD)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(path)
    with pytest.raises(ConfigError, match="permit_keys: the list is empty"):
        load(
            written(
                tmp_path,
                "permit_keys = []\n" + GOOD.replace("permit_keys", "# ").replace(PUBLIC, "").replace('"""\n"""]', ""),
            )
        )
    with pytest.raises(ConfigError, match="server: it is missing"):
        load(written(tmp_path, GOOD.replace('server = "https://spreekkamer.example"', "")))
