"""What a phone sees of a printed code under one condition: distance, turn, tilt, blur, stains, light."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

HEIGHT = 1080
"""Pixels of a phone's frame of 1920 × 1080 from top to bottom; distances are told in parts of it."""
SIDE = 780
"""Pixels of the reticle's square in it, as the scan screen has it at 360 × 740: only that is decoded."""
FRAME = (SIDE, SIDE)
TABLE = (118, 104, 92)
Picture = Image.Image
Change = Callable[[Picture, random.Random], Picture]


@dataclass(frozen=True, slots=True)
class View:
    """One condition: the code's part of the frame's height, turn, tilt, and what else happens to it."""

    group: str
    name: str
    span: float = 0.42
    turn: float = 3.0
    lean: float = 0.0
    sheet: bool = False
    changes: tuple[Change, ...] = ()


def blurred(radius: float) -> Change:
    """Out of focus."""
    return lambda picture, _: picture.filter(ImageFilter.GaussianBlur(radius))


def shaken(pixels: int) -> Change:
    """The hand moves while the shutter is open."""

    def change(picture: Picture, chance: random.Random) -> Picture:
        angle = chance.uniform(0, math.pi)
        steps = max(2, pixels)
        summed = picture
        for number in range(1, steps):
            far = pixels * number / (steps - 1)
            moved = ImageChops.offset(picture, round(far * math.cos(angle)), round(far * math.sin(angle)))
            summed = Image.blend(summed, moved, 1 / (number + 1))
        return summed

    return change


def stained(part: float) -> Change:
    """Dirt, oil and coffee on the middle of the frame: so much of the code's area is covered."""

    def change(picture: Picture, chance: random.Random) -> Picture:
        draw = ImageDraw.Draw(picture)
        side = HEIGHT * 0.42
        left, top = FRAME[0] / 2 - side / 2, FRAME[1] / 2 - side / 2
        covered = 0.0
        while covered < part * side * side:
            radius = chance.uniform(0.02, 0.06) * side
            x, y = left + chance.random() * side, top + chance.random() * side
            draw.ellipse(
                (x - radius, y - radius, x + radius, y + radius),
                fill=chance.choice(((92, 70, 48), (60, 52, 46))),
            )
            covered += math.pi * radius * radius
        return picture

    return change


def creased(picture: Picture, chance: random.Random) -> Picture:
    """Fold the paper through the code: a white line from side to side."""
    draw = ImageDraw.Draw(picture)
    y = FRAME[1] / 2 + chance.uniform(-60, 60)
    draw.line((0, y, FRAME[0], y + chance.uniform(-80, 80)), fill=(225, 222, 215), width=7)
    return picture


def sealed(picture: Picture, chance: random.Random) -> Picture:
    """Set a red seal over a corner of the code."""
    layer = picture.copy()
    draw = ImageDraw.Draw(layer)
    x, y = FRAME[0] / 2 + chance.uniform(120, 220), FRAME[1] / 2 + chance.uniform(120, 220)
    for radius in (150, 120, 90, 60, 30):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(190, 40, 45), width=14)
    return Image.blend(picture, layer, 0.75)


def contrast(part: float) -> Change:
    """Faded toner, or a photocopy of a photocopy."""
    return lambda picture, _: ImageEnhance.Contrast(picture).enhance(part)


def dark(part: float, noise: float) -> Change:
    """Dusk: little light, and the noise of a sensor that makes up for it."""

    def change(picture: Picture, _: random.Random) -> Picture:
        grain = Image.effect_noise(FRAME, noise).convert("RGB")
        return ImageChops.add(ImageEnhance.Brightness(picture).enhance(part), grain, 1, -128)

    return change


def shaded(picture: Picture, chance: random.Random) -> Picture:
    """Let the hand's own shadow fall over half of it."""
    dim = ImageEnhance.Brightness(picture).enhance(0.35)
    mask = Image.new("L", FRAME, 0)
    edge = FRAME[0] / 2 + chance.uniform(-120, 120)
    ImageDraw.Draw(mask).polygon(
        ((edge, 0), (FRAME[0], 0), (FRAME[0], FRAME[1]), (edge - 200, FRAME[1])), fill=255
    )
    return Image.composite(dim, picture, mask.filter(ImageFilter.GaussianBlur(12)))


FAR = "code is {:.0%} of the height".format
VIEWS = (
    *(View("distance", FAR(span), span=span) for span in (0.55, 0.42, 0.3, 0.22, 0.16, 0.12)),
    *(View("turned", f"{turn}°", turn=turn) for turn in (15, 30, 45, 90, 180)),
    *(View("tilted", f"{lean}°", lean=lean) for lean in (20, 35, 50, 60)),
    *(View("out of focus", f"radius {r} px", changes=(blurred(r),)) for r in (1.5, 3, 4.5, 6)),
    *(View("shaken", f"{pixels} px", changes=(shaken(pixels),)) for pixels in (5, 10, 16)),
    *(View("stains", f"{part:.0%} covered", changes=(stained(part),)) for part in (0.03, 0.07, 0.12, 0.18)),
    View("paper", "folded through the code", changes=(creased,)),
    View("paper", "red seal on a corner", changes=(sealed,)),
    *(View("low contrast", f"{part:.0%}", changes=(contrast(part),)) for part in (0.5, 0.25, 0.12, 0.06)),
    View("light", "half in shadow", changes=(shaded,)),
    View("light", "dusk", changes=(dark(0.35, 30),)),
    View("light", "night, one lamp", changes=(dark(0.18, 45),)),
    *(View("list, codes beside", FAR(span), span=span, sheet=True) for span in (0.42, 0.3, 0.2, 0.14)),
)


def look(
    page: Picture, *, at: tuple[float, float], side: float, view: View, chance: random.Random
) -> Picture:
    """Return what the reticle shows of a code at a place of a rendered page, in a hand-held phone's frame."""
    scale = HEIGHT * view.span / side
    wide = 2 * SIDE if view.lean else SIDE * 3 // 2  # what may come into view by turning and leaning
    reach = wide / 2 / scale
    x, y = at[0] + chance.uniform(-0.06, 0.06) * side, at[1] + chance.uniform(-0.06, 0.06) * side
    area = page.crop((int(x - reach), int(y - reach), int(x + reach), int(y + reach)))
    if not view.sheet:
        area = _alone(area, side)
    near = area.resize((wide, wide), Image.Resampling.BICUBIC, reducing_gap=2.0)
    turned = near.rotate(view.turn + chance.uniform(-2.5, 2.5), Image.Resampling.BICUBIC, fillcolor=TABLE)
    plane = _plane(view.lean, wide / 2, chance)
    frame = turned.transform(
        FRAME, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC, fillcolor=TABLE
    )
    frame = ImageEnhance.Brightness(frame.filter(ImageFilter.GaussianBlur(1.0))).enhance(0.88)
    for change in view.changes:
        frame = change(frame, chance)
    return frame


def _alone(area: Picture, side: float) -> Picture:
    """Leave one code with its margin on the table, as a card or a slip held in the hand."""
    alone = Image.new("RGB", area.size, TABLE)
    x, y, reach = area.width / 2, area.height / 2, side * 0.72
    box = (int(x - reach), int(y - reach), int(x + reach), int(y + reach))
    alone.paste(area.crop(box), box[:2])
    return alone


def _plane(lean: float, centre: float, chance: random.Random) -> tuple[float, ...]:
    """Return the coefficients by which a frame looks at a plane that leans away, up or down."""
    slope = math.sin(math.radians(lean)) * chance.choice((-1, 1)) * 0.0009
    squeeze = math.cos(math.radians(lean))
    middle = SIDE / 2
    # (u, v) from the middle → u / w, v / (squeeze · w) around the centre of the picture, w = 1 + slope · v
    far = 1 - slope * middle
    return (
        1 / far,
        centre * slope / far,
        (-middle - centre * slope * middle + centre) / far,
        0.0,
        (1 / squeeze + centre * slope) / far,
        (-middle / squeeze - centre * slope * middle + centre) / far,
        0.0,
        slope / far,
    )
