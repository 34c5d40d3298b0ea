"""The course as static pages: one self-contained HTML file a notebook, explorers included."""
import argparse
from pathlib import Path

from helpers.site.pages import MOST_FRAMES, build

COURSE = Path(__file__).parents[2] / "notebooks"


def main():
    parser = argparse.ArgumentParser(prog="python -m helpers.site", description=__doc__)
    parser.add_argument("out", type=Path, help="folder of the pages; made if it does not exist")
    parser.add_argument("--frames", type=int, default=MOST_FRAMES,
                        help="frames of each explorer, at most (%(default)s)")
    parser.add_argument("--processes", type=int, default=2,
                        help="notebooks at the same time (%(default)s)")
    given = parser.parse_args()
    for file, size, frames in build(COURSE, given.out, given.processes, frames=given.frames):
        print(f"{file}: {size / 1e6:.2f} MB, {len(frames)} explorers, {sum(frames)} frames")


if __name__ == "__main__":
    main()
