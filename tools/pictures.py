"""Make the pictures of docs/images anew: pages of what the examples write, side by side.

Run the examples in one folder first; `python tools/pictures.py FOLDER` reads FOLDER/out. Needs pdftoppm and Pillow.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

IMAGES = Path(__file__).parents[1] / "docs" / "images"
PICTURES = {
    "chinese-township": ("township/report.pdf", (1, 2, 3)),
    "chinese-city": ("city/report.pdf", (1, 3, 4)),
    "chinese-years": ("over_the_years/2023.pdf", (-2, -1)),
    "chinese-ledger": ("ledger/report.pdf", (1, 3)),
}
"""The PDF of each picture, and its pages, counted from 1, or from the end."""
_RESOLUTION, _GAP, _COLOURS = 85, 12, 32


def pages(pdf: Path) -> list[Image.Image]:
    """Return all pages of a PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdftoppm", "-png", "-r", str(_RESOLUTION), str(pdf), f"{folder}/page"]
        subprocess.run(command, check=True)  # noqa: S603  # the examples' own PDF
        return [Image.open(io.BytesIO(each.read_bytes())).convert("L") for each in sorted(Path(folder).iterdir())]


def side_by_side(parts: list[Image.Image]) -> Image.Image:
    """Return pictures in a row, each with an edge."""
    edged = [ImageOps.expand(ImageOps.expand(part, 1, 170), _GAP, 235) for part in parts]
    whole = Image.new("L", (sum(part.width for part in edged), max(part.height for part in edged)), 235)
    left = 0
    for part in edged:
        whole.paste(part, (left, 0))
        left += part.width
    return whole.quantize(_COLOURS)


def main() -> None:
    """Write every picture."""
    for name, (pdf, numbers) in PICTURES.items():
        every = pages(Path(sys.argv[1]) / "out" / pdf)
        chosen = [every[number - 1 if number > 0 else number] for number in numbers]
        target = IMAGES / f"{name}.png"
        side_by_side(chosen).save(target, optimize=True)
        sys.stdout.write(f"{target.name}  {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
