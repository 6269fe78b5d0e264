"""Draws the clip of the example camera: `python -m bench.example_clip` (needs ffmpeg, Pillow, a Noto Sans font).

A calm, drawn interview room as a camera on the wall sees it. 10 seconds that loop without a seam; every frame
differs (the clock's hand and the counter move), so that a missing or repeated frame can be seen and tested.
"""

import math
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, RATE, SECONDS = 1280, 720, 25, 10
SCALE = 2
CLIP = Path(__file__).parents[1] / "src/spreekkamer/recorder/data/interview-room.h264"
FONT = "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf"

WALL, FLOOR, SKIRTING = "#e9e4da", "#c9b79c", "#d8d0c2"
DESK, DESK_EDGE, LEG = "#a9764a", "#8a5d38", "#6b4a2f"
SKIN_A, SKIN_B, HAIR_A, HAIR_B = "#c98f6b", "#f0c9a8", "#2f2622", "#8d8d93"
SHIRT_A, SHIRT_B, TROUSERS_A, TROUSERS_B, CHAIR = "#2f6f73", "#b4553f", "#30384a", "#4b4458", "#4d5a66"

Pen = ImageDraw.ImageDraw


def s(*numbers: float) -> list[float]:
    """Numbers of the 1280x720 drawing in pixels of the larger sheet that it is drawn on."""
    return [number * SCALE for number in numbers]


def room() -> Image.Image:
    """All that stands still."""
    sheet = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), WALL)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle(s(0, 470, WIDTH, HEIGHT), fill=FLOOR)
    pen.rectangle(s(0, 458, WIDTH, 472), fill=SKIRTING)
    window(pen)
    plant(pen)
    pen.ellipse(s(980, 70, 1120, 210), fill="#ffffff", outline="#3a3a3a", width=6 * SCALE)
    for hour in range(12):
        angle = hour * math.pi / 6
        inner, outer = (50, 60) if hour % 3 else (44, 60)
        pen.line(s(*spoke(angle, inner), *spoke(angle, outer)), fill="#3a3a3a", width=3 * SCALE)
    pen.line(s(1050, 140, *spoke(math.radians(305), 34)), fill="#3a3a3a", width=6 * SCALE)
    pen.line(s(1050, 140, *spoke(math.radians(60), 52)), fill="#3a3a3a", width=4 * SCALE)
    chair(pen, 330, 1)
    chair(pen, 950, -1)
    return sheet


def window(pen: Pen) -> None:
    """Daylight."""
    pen.rectangle(s(430, 70, 750, 270), fill="#ffffff")
    for left in (440, 595):
        pen.rectangle(s(left, 80, left + 145, 260), fill="#cfe3ee")
        pen.ellipse(s(left + 20, 190, left + 150, 300), fill="#b7d3b0")
        pen.rectangle(s(left, 260, left + 150, 300), fill="#ffffff")
    pen.rectangle(s(418, 266, 762, 280), fill="#f4f1ea")
    pen.rectangle(s(400, 280, 780, 320), fill=WALL)


def plant(pen: Pen) -> None:
    """In the corner."""
    for lean in (-60, -35, -10, 15, 40, 62):
        top = 250 + abs(lean) * 1.1
        pen.polygon(s(118, 430, 110 + lean, top, 132, 430), fill="#5d8a5a" if lean % 2 else "#6f9c68")
    pen.polygon(s(85, 420, 165, 420, 153, 500, 97, 500), fill="#b9745a")


def chair(pen: Pen, x: float, side: int) -> None:
    """Seen from the side; its back away from the table."""
    back = sorted((x - 82 * side, x - 66 * side))
    seat = sorted((x - 70 * side, x + 60 * side))
    pen.rounded_rectangle(s(back[0], 330, back[1], 540), 8 * SCALE, fill=CHAIR)
    pen.rounded_rectangle(s(seat[0], 528, seat[1], 546), 8 * SCALE, fill=CHAIR)
    for leg in (x - 60 * side, x + 46 * side):
        pen.rectangle(s(leg - 5, 540, leg + 5, 650), fill=CHAIR)


def desk(pen: Pen) -> None:
    """In front of both, with what lies on it."""
    pen.rectangle(s(452, 500, 470, 660), fill=LEG)
    pen.rectangle(s(810, 500, 828, 660), fill=LEG)
    pen.polygon(s(440, 452, 840, 452, 880, 500, 400, 500), fill=DESK)
    pen.rectangle(s(400, 500, 880, 516), fill=DESK_EDGE)
    pen.polygon(s(690, 462, 770, 462, 782, 488, 692, 488), fill="#fbfaf6")
    for line in range(4):
        pen.line(s(702, 467 + 5 * line, 762, 467 + 5 * line), fill="#9aa0a6", width=SCALE)
    for x, colour in ((545, "#3f6f8f"), (650, "#c8574b")):
        pen.rounded_rectangle(s(x, 448, x + 26, 478), 5 * SCALE, fill=colour)
        pen.arc(s(x + 20, 454, x + 36, 470), 270, 90, fill=colour, width=4 * SCALE)


def person(pen: Pen, x: float, side: int, phase: float) -> None:
    """Sits at the desk; `side` 1 looks right. Nods and moves a hand, slowly, once per loop."""
    skin, hair = (SKIN_A, HAIR_A) if side > 0 else (SKIN_B, HAIR_B)
    shirt, trousers = (SHIRT_A, TROUSERS_A) if side > 0 else (SHIRT_B, TROUSERS_B)
    nod, sway = 3 * math.sin(2 * phase), 2 * math.sin(phase)
    box = sorted((x - 40 * side, x + 130 * side))
    pen.rounded_rectangle(s(box[0], 490, box[1], 534), 20 * SCALE, fill=trousers)
    shin = sorted((x + 88 * side, x + 128 * side))
    pen.rounded_rectangle(s(shin[0], 500, shin[1], 650), 16 * SCALE, fill=trousers)
    foot = sorted((x + 88 * side, x + 150 * side))
    pen.rounded_rectangle(s(foot[0], 638, foot[1], 662), 10 * SCALE, fill="#2b2b2b")
    pen.rounded_rectangle(s(x - 48 + sway, 330, x + 48 + sway, 525), 42 * SCALE, fill=shirt)
    head = x + 10 * side + 1.5 * sway
    pen.rectangle(s(head - 14, 300 + nod, head + 14, 345), fill=skin)
    pen.ellipse(s(head - 42, 225 + nod, head + 42, 320 + nod), fill=skin)
    pen.pieslice(s(head - 46, 215 + nod, head + 46, 312 + nod), 175, 365, fill=hair)
    back = sorted((head - 46 * side, head - 18 * side))
    pen.rounded_rectangle(s(back[0], 255 + nod, back[1], 300 + nod), 12 * SCALE, fill=hair)
    lift = 14 * max(0.0, math.sin(phase + side))
    elbow, hand = (x + 50 * side, 448.0), (x + 142 * side, 452 - lift)
    pen.line(s(x + sway, 372, *elbow), fill=shirt, width=34 * SCALE)
    pen.line(s(*elbow, *hand), fill=shirt, width=28 * SCALE)
    pen.ellipse(s(elbow[0] - 16, elbow[1] - 16, elbow[0] + 16, elbow[1] + 16), fill=shirt)
    pen.ellipse(s(hand[0] - 17, hand[1] - 17, hand[0] + 17, hand[1] + 17), fill=skin)


def spoke(angle: float, length: float) -> tuple[float, float]:
    """A point of the clock's face."""
    return 1050 + length * math.sin(angle), 140 - length * math.cos(angle)


def frame(still: Image.Image, number: int) -> Image.Image:
    """One picture of the loop."""
    sheet = still.copy()
    pen = ImageDraw.Draw(sheet)
    phase = 2 * math.pi * number / (RATE * SECONDS)
    person(pen, 330, 1, phase)
    person(pen, 950, -1, phase)
    desk(pen)
    hand = 6 * phase
    pen.line(s(*spoke(hand + math.pi, 14), *spoke(hand, 58)), fill="#c0392b", width=3 * SCALE)
    pen.ellipse(s(1044, 134, 1056, 146), fill="#3a3a3a")
    bold, plain = (ImageFont.truetype(FONT.format(face), 26 * SCALE) for face in ("Bold", "Regular"))
    pen.rounded_rectangle(s(24, 20, 492, 66), 8 * SCALE, fill="#1f2933")
    pen.text(s(40, 24), "VOORBEELD – geen echte camera", font=bold, fill="#ffffff")
    counter = f"{number // RATE:02d}.{number % RATE * 100 // RATE:02d} s"
    pen.rounded_rectangle(s(24, 660, 164, 702), 8 * SCALE, fill="#1f2933")
    pen.text(s(40, 662), counter, font=plain, fill="#ffffff")
    return sheet.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def main() -> None:
    """Draw all frames and have them coded without B-frames, a keyframe each second."""
    command = f"ffmpeg -v error -y -f rawvideo -pix_fmt rgb24 -s {WIDTH}x{HEIGHT} -r {RATE} -i - -pix_fmt yuv420p"
    command += f" -c:v libx264 -preset veryslow -crf 26 -bf 0 -g {RATE} -keyint_min {RATE} -sc_threshold 0"
    command += " -tune animation -bsf:v h264_mp4toannexb,filter_units=remove_types=6 -f h264"
    still = room()
    with subprocess.Popen([*command.split(), "-bf", "0", str(CLIP)], stdin=subprocess.PIPE) as coder:
        assert coder.stdin is not None
        for number in range(RATE * SECONDS):
            coder.stdin.write(frame(still, number).tobytes())
    print(f"{CLIP.name}: {CLIP.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
