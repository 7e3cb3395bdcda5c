"""Makes python/swiftbuf/sans.ttf, the letters of PNG pictures: the ASCII characters of DejaVu Sans.

    $ python tools/font.py

resvg draws text with the fonts of the machine, and a server or a container has none. The font is
the one that matplotlib brings with it, without kerning and hints.
"""

from pathlib import Path

import matplotlib
from fontTools import subset

FONTS = Path(matplotlib.__file__).parent / "mpl-data/fonts/ttf"
TARGET = Path(__file__).parent.parent / "python/swiftbuf"


def main() -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["FFTM", "GPOS", "GSUB", "GDEF", "kern"]
    font = subset.load_font(FONTS / "DejaVuSans.ttf", options)
    made = subset.Subsetter(options)
    made.populate(text="".join(map(chr, range(32, 127))) + "\N{MICRO SIGN}")
    made.subset(font)
    subset.save_font(font, TARGET / "sans.ttf", options)
    licence = (FONTS / "LICENSE_DEJAVU").read_text(encoding="utf-8")
    (TARGET / "sans.LICENSE").write_text(licence, encoding="utf-8")


if __name__ == "__main__":
    main()
