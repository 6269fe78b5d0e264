"""What an MP4 file must state of a picture: read from the sequence parameter set (SPS).

H.264: ITU-T H.264 section 7.3.2.1.1; H.265: ITU-T H.265 section 7.3.2.2.
"""

from dataclasses import dataclass

_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_YUV444 = 3
_MOST_POC_CYCLE = 255


@dataclass(frozen=True)
class PictureFormat:
    """Size in pixels, and the coding of colour as the standards number it."""

    width: int
    height: int
    chroma: int = 1
    luma_bits: int = 8
    chroma_bits: int = 8


class ParameterError(Exception):
    """This parameter set can't be read."""


class _Bits:
    """Bits of a NAL unit, without emulation prevention bytes (H.264 section 7.4.1)."""

    def __init__(self, nal: bytes, header: int) -> None:
        clean = nal[header:].replace(b"\x00\x00\x03", b"\x00\x00")
        self._bits = int.from_bytes(clean)
        self._left = 8 * len(clean)

    def take(self, count: int) -> int:
        """An unsigned number of `count` bits, u(n)."""
        if count > self._left:
            raise ParameterError("it ends too early")
        self._left -= count
        return self._bits >> self._left & (1 << count) - 1

    def golomb(self) -> int:
        """An Exp-Golomb number, ue(v) (H.264 section 9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
        return (1 << zeros) - 1 + self.take(zeros)

    def signed_golomb(self) -> int:
        """se(v) (H.264 section 9.1.1)."""
        number = self.golomb()
        return (number + 1) // 2 if number & 1 else -(number // 2)


def read_h264(sps: bytes) -> PictureFormat:
    """The format that an H.264 SPS (with its NAL header) states. Raises ParameterError."""
    bits = _Bits(sps, 1)
    profile = bits.take(8)
    bits.take(16)
    bits.golomb()
    chroma, luma_bits, chroma_bits = 1, 8, 8
    separate = False
    if profile in _HIGH_PROFILES:
        chroma = bits.golomb()
        separate = chroma == _YUV444 and bool(bits.take(1))
        luma_bits, chroma_bits = 8 + bits.golomb(), 8 + bits.golomb()
        bits.take(1)
        if bits.take(1):
            _skip_scaling(bits, 12 if chroma == _YUV444 else 8)
    bits.golomb()
    _skip_order(bits)
    bits.golomb()
    bits.take(1)
    columns, rows = bits.golomb() + 1, bits.golomb() + 1
    frames_only = bits.take(1)
    if not frames_only:
        bits.take(1)
    bits.take(1)
    left, right, top, bottom = _crop(bits)
    unit_x, unit_y = _crop_units(0 if separate else chroma)
    fields = 2 - frames_only
    width = columns * 16 - unit_x * (left + right)
    height = rows * 16 * fields - unit_y * fields * (top + bottom)
    return _checked(PictureFormat(width, height, chroma, luma_bits, chroma_bits))


def read_h265(sps: bytes) -> PictureFormat:
    """The format that an H.265 SPS (with its NAL header) states. Raises ParameterError."""
    bits = _Bits(sps, 2)
    bits.take(4)
    layers = bits.take(3)
    bits.take(1)
    bits.take(96)
    present = [(bits.take(1), bits.take(1)) for _ in range(layers)]
    if layers:
        bits.take(2 * (8 - layers))
    for profile, level in present:
        bits.take(88 * profile + 8 * level)
    bits.golomb()
    chroma = bits.golomb()
    separate = chroma == _YUV444 and bool(bits.take(1))
    width, height = bits.golomb(), bits.golomb()
    left, right, top, bottom = _crop(bits)
    unit_x, unit_y = _crop_units(0 if separate else chroma)
    luma_bits, chroma_bits = 8 + bits.golomb(), 8 + bits.golomb()
    width, height = width - unit_x * (left + right), height - unit_y * (top + bottom)
    return _checked(PictureFormat(width, height, chroma, luma_bits, chroma_bits))


def _crop(bits: _Bits) -> tuple[int, int, int, int]:
    if not bits.take(1):
        return 0, 0, 0, 0
    return bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()


def _crop_units(chroma: int) -> tuple[int, int]:
    return {1: (2, 2), 2: (2, 1)}.get(chroma, (1, 1))


def _skip_scaling(bits: _Bits, lists: int) -> None:
    for number in range(lists):
        if not bits.take(1):
            continue
        last = following = 8
        for _ in range(16 if number < 6 else 64):  # noqa: PLR2004 - section 7.3.2.1.1.1
            if following:
                following = (last + bits.signed_golomb()) % 256
            last = following or last


def _skip_order(bits: _Bits) -> None:
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.take(1)
        bits.signed_golomb()
        bits.signed_golomb()
        for _ in range(min(bits.golomb(), _MOST_POC_CYCLE)):
            bits.signed_golomb()


def _checked(found: PictureFormat) -> PictureFormat:
    if not (0 < found.width <= 0xFFFF and 0 < found.height <= 0xFFFF):  # noqa: PLR2004 - 16 bits in the file
        raise ParameterError("its picture has an impossible size")
    return found
