"""`make bench`: what the course does, against others, as figures: one line each, `name value`.

    python -m benchmarks                        everything
    python -m benchmarks training --plain       training against PyTorch
    python -m benchmarks latency --quick        key press to painted picture in JupyterLab
"""

import sys

from benchmarks import training
from benchmarks.latency import command as latency

PARTS = {"training": training.main, "latency": latency.main}


def main(words):
    """Runs the part that the first word names with the words after it, or all parts."""
    part, *rest = words or [None]
    if part in PARTS:
        PARTS[part](rest)
    elif part is None:
        for run in PARTS.values():
            run([])
    else:
        sys.exit(f"{__doc__}\n{part!r} is none of {', '.join(PARTS)}")


if __name__ == "__main__":
    main(sys.argv[1:])
