"""Pictures taken apart: what an SVG says, and where its curves go."""

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def parsed(text):
    return ElementTree.fromstring(text)


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


def frames(svg):
    """Left, top, width and height of each channel's frame."""
    return [
        tuple(int(frame.get(name)) for name in ("x", "y", "width", "height"))
        for frame in svg.iter(f"{SVG}rect")
        if frame.get("class") == "frame"
    ]


def pieces(svg, kind, channel=0):
    """The pieces of a channel's path of a kind, "first line" and the like: each a list of x and y
    in its frame."""
    panel = [element for element in svg if element.tag == f"{SVG}svg"][channel]
    return [
        points(piece)
        for path in panel
        if path.get("class") == kind
        for piece in re.findall("M[^M]+", path.get("d"))
    ]


def points(piece):
    """The points of one piece of path data, which is M and then l, h or v."""
    found = []
    for command, numbers in re.findall("([Mlhvz])([-0-9 ]*)", piece):
        values = [int(number) for number in re.findall("-?[0-9]+", numbers)]
        if command == "M":
            found.append(tuple(values))
        elif command == "l":
            for dx, dy in zip(values[::2], values[1::2], strict=True):
                found.append((found[-1][0] + dx, found[-1][1] + dy))
        elif command in "hv":
            step = (values[0], 0) if command == "h" else (0, values[0])
            found.append((found[-1][0] + step[0], found[-1][1] + step[1]))
    return found


def height_at(drawn, x):
    """The height of a line at a place, by its points."""
    for (x0, y0), (x1, y1) in zip(drawn, drawn[1:], strict=False):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    raise ValueError(x)
