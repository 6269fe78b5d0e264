"""`recorder.toml`: what this recorder may do, and the only place where addresses of cameras are kept."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

DEFAULT_LISTEN = "127.0.0.1:8001"
DEFAULT_MIN_FREE_BYTES = 1 << 30
DEFAULT_MAX_CAMERA_BYTES = 64 << 20
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_MIN_TOKEN = 16
_PORTS = range(1, 65_536)


class ConfigError(Exception):
    """The file can't be used; the message names file, line, field and what to do. Never holds a password."""


@dataclass(frozen=True, kw_only=True)
class CameraConfig:
    """One camera and the room that it hangs in."""

    id: str
    room: str
    url: str = field(repr=False)
    alarm_token: str | None = field(repr=False, default=None)
    """What the alarm button of this room says instead of a permit."""
    tls_fingerprint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Config:
    """The whole file."""

    host: str
    port: int
    server: str
    permit_keys: tuple[Ed25519PublicKey, ...]
    signing_key: Ed25519PrivateKey = field(repr=False)
    spool: Path
    min_free_bytes: int
    max_camera_bytes: int
    cameras: tuple[CameraConfig, ...]


def load(path: Path) -> Config:
    """The configuration in this file; relative paths in it are relative to its folder.

    Raises ConfigError.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path}: can't be read ({error.strerror}). Give the right --config.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text. Save it as UTF-8.") from error
    return _Reader(path, text).config()


class _Reader:
    """Reads field by field, so that every complaint can name the field and its line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        try:
            self._facts = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: is not valid TOML: {error}.") from error

    def config(self) -> Config:
        known = {"listen", "server", "permit_keys", "signing_key", "spool", "min_free_bytes"}
        self._known(self._facts, known | {"max_camera_bytes", "camera"}, None)
        host, port = self._listen()
        folder = self._path.resolve().parent
        return Config(
            host=host,
            port=port,
            server=self._server(),
            permit_keys=self._permit_keys(),
            signing_key=self._signing_key(folder),
            spool=folder / self._get(self._facts, "spool", str, None),
            min_free_bytes=self._size("min_free_bytes", DEFAULT_MIN_FREE_BYTES),
            max_camera_bytes=self._size("max_camera_bytes", DEFAULT_MAX_CAMERA_BYTES),
            cameras=self._cameras(),
        )

    def _listen(self) -> tuple[str, int]:
        text = self._get(self._facts, "listen", str, None, DEFAULT_LISTEN)
        host, _, port = text.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or int(port) not in _PORTS:
            raise self._wrong("listen", None, f"{text!r} is no address", f'Write for instance "{DEFAULT_LISTEN}"')
        return host.strip("[]"), int(port)

    def _server(self) -> str:
        text: str = self._get(self._facts, "server", str, None)
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            mend = 'Write the address of the web server, for instance "https://spreekkamer.example"'
            raise self._wrong("server", None, "it is no http or https address", mend)
        return text.rstrip("/")

    def _permit_keys(self) -> tuple[Ed25519PublicKey, ...]:
        keys = []
        for text in self._get(self._facts, "permit_keys", list, None):
            key = _pem(load_pem_public_key, text)
            if not isinstance(key, Ed25519PublicKey):
                mend = "Copy the public permit key of the web server (PEM, Ed25519) into the list"
                raise self._wrong("permit_keys", None, "an item is no Ed25519 public key in PEM", mend)
            keys.append(key)
        if not keys:
            mend = "Without one, no permit can be accepted; copy the web server's public permit key"
            raise self._wrong("permit_keys", None, "the list is empty", mend)
        return tuple(keys)

    def _signing_key(self, folder: Path) -> Ed25519PrivateKey:
        path = folder / self._get(self._facts, "signing_key", str, None)
        mend = f"Make one: openssl genpkey -algorithm ed25519 -out {path}"
        try:
            key = _pem(lambda data: load_pem_private_key(data, None), path.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "no text"
            raise self._wrong("signing_key", None, f"{path} can't be read ({reason})", mend) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise self._wrong("signing_key", None, f"{path} holds no Ed25519 private key in PEM", mend)
        return key

    def _cameras(self) -> tuple[CameraConfig, ...]:
        tables = self._get(self._facts, "camera", list, None, [])
        cameras = [self._camera(table, n) for n, table in enumerate(tables)]
        for name in ("id", "room"):
            values = [getattr(camera, name) for camera in cameras]
            for n, value in enumerate(values):
                if value in values[:n]:
                    raise self._wrong(name, n, f"{value!r} is used twice", "Give each camera its own")
        return tuple(cameras)

    def _camera(self, table: object, n: int) -> CameraConfig:
        if not isinstance(table, dict):
            raise self._wrong("camera", None, "it is no table", "Begin each camera with a line [[camera]]")
        self._known(table, {"id", "room", "url", "alarm_token", "tls_fingerprint"}, n)
        for name in ("id", "room"):
            if not _NAME.fullmatch(self._get(table, name, str, n)):
                mend = "Use letters, digits, - and _ (at most 64)"
                raise self._wrong(name, n, f"{table[name]!r} is no name", mend)
        token = self._get(table, "alarm_token", str, n, None)
        if token is not None and len(token) < _MIN_TOKEN:
            mend = "Make one: openssl rand -hex 16"
            raise self._wrong("alarm_token", n, f"it has fewer than {_MIN_TOKEN} characters", mend)
        url: str = self._get(table, "url", str, n)
        try:
            parts = urlsplit(url)
            good = parts.scheme in {"rtsp", "rtsps"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good:
            mend = 'Write "rtsp://user:password@address/path"; characters like @ : / in a password as %40 %3A %2F'
            raise self._wrong("url", n, "it is no rtsp or rtsps address", mend)
        return CameraConfig(
            id=table["id"],
            room=table["room"],
            url=url,
            alarm_token=token,
            tls_fingerprint=self._get(table, "tls_fingerprint", str, n, None),
        )

    def _size(self, name: str, default: int) -> int:
        size: int = self._get(self._facts, name, int, None, default)
        if size < 0:
            raise self._wrong(name, None, "it is negative", "Write a number of bytes")
        return size

    def _get(self, table: dict[str, Any], name: str, kind: type, n: int | None, *default: Any) -> Any:
        if name not in table:
            if default:
                return default[0]
            raise self._wrong(name, n, "it is missing", f"Add a line: {name} = ...")
        if type(table[name]) is not kind:
            words = {str: "a text in quotes", int: "a whole number", list: "a list"}
            raise self._wrong(name, n, "it is of the wrong kind", f"Write {words[kind]}")
        return table[name]

    def _known(self, table: dict[str, Any], names: set[str], n: int | None) -> None:
        for name in table:
            if name not in names:
                mend = "Known here are: " + ", ".join(sorted(names))
                raise self._wrong(name, n, "this field is not known", mend)

    def _wrong(self, name: str, n: int | None, what: str, mend: str) -> ConfigError:
        where = f"camera {n + 1}: " if n is not None else ""
        line = self._line(name, n)
        at = f"{self._path}, line {line}" if line else str(self._path)
        return ConfigError(f"{at}: {where}{name}: {what}. {mend}.")

    def _line(self, name: str, n: int | None) -> int | None:
        """The line of a field; for a camera that lacks it, the line where that camera begins."""
        table, begin = -1, None
        for number, line in enumerate(self._text.splitlines(), 1):
            if re.match(r"\s*\[\[\s*camera\s*\]\]", line):
                table += 1
                begin = number if table == n else begin
            if table == (-1 if n is None else n) and re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
                return number
        return begin


def _pem(load_key: Callable[[bytes], object], text: object) -> object | None:
    """A key of whatever kind, or None."""
    try:
        return load_key(text.encode()) if isinstance(text, str) else None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
