"""Cut the bundled Chinese fonts from the whole static fonts of Google's Noto families.

    python tools/cut_fonts.py SOURCE [SOURCE ...] --out plugins/govreport_official/fonts

SOURCE is any folder that holds, at any depth, the static TrueType files of the npm packages
``@expo-google-fonts/noto-serif-sc`` and ``@expo-google-fonts/noto-sans-sc``. Needs fontTools. The same
sources and the same fontTools give the same bytes: no clock is read, and HarfBuzz does not repack the tables.

``--unihan FILE`` writes the list of 通用规范汉字 (tgh-8105.txt) anew from Unihan_OtherMappings.txt
(plain or .bz2), whose property kTGH has the table.
"""

from __future__ import annotations

import argparse
import bz2
import importlib
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parents[1] / "plugins" / "govreport_official" / "fonts"
TGH_NAME = "tgh-8105.txt"
TGH_HEADER = "# 通用规范汉字表 (2013), 8105 characters in its order; source: Unihan {version}, property kTGH"

# Source file name -> name of the cut.
FACES = {
    "NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.subset.ttf",
    "NotoSerifSC_700Bold.ttf": "NotoSerifSC-Bold.subset.ttf",
    "NotoSansSC_500Medium.ttf": "NotoSansSC-Medium.subset.ttf",
}
LICENCES = {"noto-serif-sc": "OFL-NotoSerifSC.txt", "noto-sans-sc": "OFL-NotoSansSC.txt"}

# Besides the characters of the two Chinese standards. Each range is kept as far as the source has it.
RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0020, 0x007E, "ASCII"),
    (0x00A0, 0x00FF, "Latin-1"),
    (0x0100, 0x017F, "Latin Extended-A"),
    (0x01CD, 0x01DC, "pinyin vowels with third tone"),
    (0x01F8, 0x01F9, "pinyin n with grave"),
    (0x0251, 0x0251, "pinyin a"),
    (0x0261, 0x0261, "pinyin g"),
    (0x02C7, 0x02D9, "tone marks"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x045F, "Cyrillic"),
    (0x2000, 0x206F, "general punctuation"),
    (0x2070, 0x209F, "superscripts and subscripts"),
    (0x20A0, 0x20CF, "currency"),
    (0x2100, 0x214F, "letterlike"),
    (0x2150, 0x218F, "number forms"),
    (0x2190, 0x21FF, "arrows"),
    (0x2200, 0x22FF, "mathematical operators"),
    (0x2300, 0x23FF, "miscellaneous technical"),
    (0x2460, 0x24FF, "enclosed alphanumerics"),
    (0x2500, 0x257F, "box drawing"),
    (0x2580, 0x259F, "block elements"),
    (0x25A0, 0x25FF, "geometric shapes"),
    (0x2600, 0x26FF, "miscellaneous symbols"),
    (0x2700, 0x27BF, "dingbats"),
    (0x3000, 0x303F, "CJK symbols and punctuation"),
    (0x3040, 0x30FF, "kana"),
    (0x3105, 0x3129, "bopomofo of GB2312"),
    (0x3220, 0x3247, "parenthesised ideographs"),
    (0x3280, 0x32B0, "circled ideographs"),
    (0x3371, 0x33DF, "units, as the square metre"),
    (0xFE30, 0xFE6F, "compatibility and small forms"),
    (0xFF01, 0xFFEF, "fullwidth forms"),
    (0xFFFD, 0xFFFD, "replacement character"),
)

# kern, liga, mark, ccmp and locl are what shapers apply unasked. chws and halt let a style sheet set
# Chinese punctuation tight; palt and vert are for proportional and vertical text, which no report has.
FEATURES = ("kern", "liga", "mark", "mkmk", "ccmp", "locl", "chws", "halt")
# Vertical metrics, hints and axis tables have no use in a static, horizontal, unhinted font.
DROP_TABLES = ("vhea", "vmtx", "VORG", "STAT", "BASE", "gasp", "prep", "fpgm", "cvt ", "DSIG")
# Names of the font, its copyright and licence; not those of the instances of the variable font it came from.
NAME_IDS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17)


def read_tgh(path: Path) -> str:
    """Return the characters of the list that `write_tgh` wrote, as one string.

    Raises:
        ValueError: if the file does not hold 8,105 different characters.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "".join(line for line in lines if not line.startswith("#"))
    if len(text) != 8105 or len(set(text)) != 8105:
        raise ValueError(f"{path.name}: expected 8105 different characters, found {len(set(text))}")
    return text


def write_tgh(unihan: Path, path: Path) -> None:
    """Write the list of 通用规范汉字 found in Unihan_OtherMappings.txt, in its order, 50 to a line."""
    raw = unihan.read_bytes()
    text = (bz2.decompress(raw) if unihan.suffix == ".bz2" else raw).decode("utf-8")
    version, numbered = "", dict[int, str]()
    for line in text.splitlines():
        if line.startswith("# Unicode version:"):
            version = line.partition(":")[2].strip()
        fields = line.split("\t")
        if len(fields) == 3 and fields[1] == "kTGH":
            # "2013:6602": edition of the table, number in it.
            numbered[int(fields[2].partition(":")[2])] = chr(int(fields[0].removeprefix("U+"), 16))
    chars = [numbered[number] for number in sorted(numbered)]
    rows = ["".join(chars[start : start + 50]) for start in range(0, len(chars), 50)]
    listing = "\n".join([TGH_HEADER.format(version=version), *rows, ""])
    path.write_text(listing, encoding="utf-8", newline="\n")
    read_tgh(path)


def gb2312() -> set[str]:
    """Return every character that GB 2312-1980 has, as Python's codec knows it."""
    found: set[str] = set()
    for row in range(0xA1, 0xFF):
        for cell in range(0xA1, 0xFF):
            found.update(bytes((row, cell)).decode("gb2312", errors="ignore"))
    return found


def repertoire(tgh: str) -> list[int]:
    """Return, sorted, the code points that a cut is asked to hold."""
    wanted = {ord(char) for char in gb2312().union(tgh)}
    for first, last, _ in RANGES:
        wanted.update(range(first, last + 1))
    return sorted(wanted)


def cut(source: Path, target: Path, codes: Iterable[int]) -> int:
    """Write to `target` the cut of the font `source` to the code points it has of `codes`.

    Returns the number of characters in the cut.
    """
    subset: Any = importlib.import_module("fontTools.subset")
    options = subset.Options(
        layout_features=list(FEATURES),
        hinting=False,
        name_IDs=list(NAME_IDS),
        name_languages=["*"],
        notdef_outline=True,
        glyph_names=False,
        # Layout tables packed by fontTools itself: uharfbuzz, where installed, would give other bytes.
        harfbuzz_repacker=False,
        # Keeps head.modified of the source, where fontTools would put the clock.
        recalc_timestamp=False,
    )
    options.drop_tables += list(DROP_TABLES)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    return len(font.getBestCmap())


def find(folders: Sequence[Path], name: str) -> Path:
    """Return the first file called `name` at any depth of `folders`.

    Raises:
        FileNotFoundError: if there is none.
    """
    for folder in folders:
        for path in sorted(folder.rglob(name)):
            return path
    raise FileNotFoundError(f"{name} not found in {', '.join(map(str, folders))}")


def find_licence(folders: Sequence[Path], package: str) -> Path:
    """Return the font licence of the npm package `package`.

    Raises:
        FileNotFoundError: if there is none.
    """
    for folder in folders:
        for path in sorted(folder.rglob("LICENSE_FONT")):
            if path.resolve().parent.name == package:
                return path
    raise FileNotFoundError(f"LICENSE_FONT of {package} not found in {', '.join(map(str, folders))}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut all faces, copy their licences, and print the sizes."""
    parser = argparse.ArgumentParser(description="Cut the bundled Chinese fonts.")
    parser.add_argument("source", nargs="+", type=Path, help="folder with the whole fonts")
    parser.add_argument("--out", type=Path, default=FONTS, help="where the cuts go")
    parser.add_argument("--unihan", type=Path, help="make the list of 8,105 characters anew from this file")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    tgh = FONTS / TGH_NAME
    try:
        if options.unihan:
            write_tgh(options.unihan, tgh)
        codes = repertoire(read_tgh(tgh))
        for package, licence in LICENCES.items():
            shutil.copyfile(find_licence(options.source, package), options.out / licence)
        for source, name in FACES.items():
            target = options.out / name
            count = cut(find(options.source, source), target, codes)
            print(f"{name}: {count} characters, {target.stat().st_size / 1e6:.2f} MB")
    except (OSError, ValueError) as error:
        print(f"cut_fonts: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
