"""What zeros save: rows of weights, bytes, and time, for one vector and for a batch.

A layer receives h (batch, n), of which a share is 0, and computes h @ W with W (n, n). Row k of W
is needed if h[b, k] != 0 for at least one of the examples b.

    sample           h with zeros at random places
    skipping         h @ W from the needed rows alone
    rows_needed      the share of rows that a batch needs, expected: 1 - share^batch
    multiplications  how many a layer does, dense and skipping
    bytes_of         what h takes in memory: dense, or non-zero values with their indices
    measured         time of skipping as a ratio to dense -> Measured
"""
from dataclasses import dataclass
from time import perf_counter

import numpy as np

WIDTH = 2048
SHARES = (0.0, 0.25, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
BATCHES = (1, 16, 64)


def sample(share, batch, *, width=WIDTH, seed=0):
    """h (batch, width), normal numbers of which each is 0 with probability `share`."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(batch, width)) * (rng.uniform(size=(batch, width)) >= share)


def skipping(h, w):
    """h @ w, reading only the rows of w that some example in h (batch, n) needs."""
    rows = np.flatnonzero(h.any(axis=0))
    return h[:, rows] @ w[rows]


def rows_needed(share, batch):
    """The expected share of rows that a batch needs when zeros fall independently."""
    return 1 - np.asarray(share, float) ** batch


def multiplications(share, batch, *, width=WIDTH):
    """(dense, by rows, without zeros): expected numbers of multiplications of h @ W.

    By rows: whole rows are left out, as `skipping` does. Without zeros: every single product with
    a zero is left out, which NumPy cannot do.
    """
    dense = batch * width * width
    return dense, dense * float(rows_needed(share, batch)), dense * (1 - share)


def bytes_of(share, *, width=WIDTH, value=8, index=8):
    """(dense, sparse): bytes of a vector as it is, and as non-zero values with an index each."""
    return width * value, width * (1 - share) * (value + index)


@dataclass(frozen=True)
class Measured:
    """shares (S,); batches (B,); ratio (B, S), time of `skipping` / time of the dense product;
    dense_with_zeros (B,), time of the dense product with 90 % zeros in h / time with none."""

    shares: np.ndarray
    batches: np.ndarray
    ratio: np.ndarray
    dense_with_zeros: np.ndarray


def fastest(tasks, rounds):
    """The shortest time of each task (name -> function), in seconds; the tasks take turns.

    What else the machine does can only add time, so the shortest is the least disturbed.
    """
    seconds = dict.fromkeys(tasks, np.inf)
    for _ in range(rounds):
        for name, task in tasks.items():
            began = perf_counter()
            task()
            seconds[name] = min(seconds[name], perf_counter() - began)
    return seconds


def measured(*, shares=SHARES, batches=BATCHES, width=WIDTH, rounds=5, seed=0):
    """The Measured of this machine: the fastest of `rounds`; takes about a second."""
    w = np.random.default_rng([seed, 1]).normal(size=(width, width))
    ratio, with_zeros = [], []
    for batch in batches:
        h = {share: sample(share, batch, width=width, seed=seed) for share in {0.0, 0.9, *shares}}
        tasks = {"dense": lambda h=h[0.0]: h @ w, "zeros": lambda h=h[0.9]: h @ w}
        for share in shares:
            tasks[share] = lambda h=h[share]: skipping(h, w)
        seconds = fastest(tasks, rounds)
        ratio.append([seconds[share] / seconds["dense"] for share in shares])
        with_zeros.append(seconds["zeros"] / seconds["dense"])
    return Measured(np.array(shares), np.array(batches), np.array(ratio), np.array(with_zeros))
