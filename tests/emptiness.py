"""How empty a slide is, measured on its picture.

A slide is half empty where an art director would say so: half of the room below the title is given to nothing. So

- the room is what lies between the last line of the title and the foot: the line of sources, or the foot line; at the
  sides, margins of a twentieth of the width are left off;
- ink is what differs from the ground, rules too: a table is as wide as its rules, as a chart is as wide as its axis. The
  pale ground of a panel does not: it holds nothing;
- ink hangs together where less than a twelfth of the slide's height lies between: lines of a text, points of a list,
  bars of a chart. What hangs together is a block, and fills its extents: the width of its longest line, the height from its
  first line to its last; so a chart is full though its lines are thin, and a list of short points is not as wide as its slot;
- a block has air around it, half of that distance.

The empty share is what no block and no air around one covers.
"""

from collections.abc import Iterator
from itertools import pairwise

from PIL import Image

HEIGHT = 540  # of a slide's picture, in pixels
AIR = HEIGHT // 12
CLEAR = 18  # of 255: what the ground of panels differs less from the ground than
MARGIN = 1 / 20  # of a slide's width
Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


def find_ink(picture: Image.Image) -> Image.Image:
    """What differs from the ground, which is the shade that most of a picture in grey has, in white on black."""
    shades = picture.histogram()
    ground = shades.index(max(shades))
    return picture.point([255 * (abs(shade - ground) > CLEAR) for shade in range(256)])


def find_strips(ink: Image.Image) -> list[tuple[int, int]]:
    """The first row and the one behind the last of each strip of ink; AIR or more blank rows are between two strips."""
    width, pixels = ink.width, ink.tobytes()
    inked = [y for y in range(ink.height) if b"\xff" in pixels[y * width : (y + 1) * width]]
    ends = [n for n in range(1, len(inked)) if inked[n] - inked[n - 1] > AIR]
    return [(inked[first], inked[end - 1] + 1) for first, end in pairwise((0, *ends, len(inked)))]


def find_blocks(ink: Image.Image, left: int = 0, top: int = 0) -> Iterator[Box]:
    """The extents of what hangs together: cut at blank strips, across, then down, and each part in turn."""
    box = ink.getbbox()
    if box is None:
        return
    part, left, top = ink.crop(box), left + box[0], top + box[1]
    if len(rows := find_strips(part)) > 1:
        for first, end in rows:
            yield from find_blocks(part.crop((0, first, part.width, end)), left, top + first)
    elif len(columns := find_strips(part.transpose(Image.Transpose.TRANSPOSE))) > 1:
        for first, end in columns:
            yield from find_blocks(part.crop((first, 0, end, part.height)), left + first, top)
    else:
        yield left, top, left + part.width, top + part.height


def measure_emptiness(picture: Image.Image, top: int, bottom: int) -> float:
    """The share of a slide's room, between these rows of its picture, that is empty: 0 to 1."""
    margin = round(picture.width * MARGIN)
    room = picture.crop((margin, top, picture.width - margin, bottom))
    filled, air = Image.new("L", room.size), AIR // 2
    for left, above, right, below in find_blocks(find_ink(room)):
        filled.paste(255, (max(left - air, 0), max(above - air, 0), right + air, below + air))
    return filled.histogram()[0] / (room.width * room.height)


def end_of_title(picture: Image.Image, box: Box) -> int:
    """The row behind the last ink of a title that has this box; the end of the box where it has none."""
    ink = find_ink(picture.crop(box)).getbbox()
    return box[1] + ink[3] if ink else box[3]
