"""The training loop again, fast: teams of members on all cores, their examples in blocks.

A team holds a few members; its numbers for a block of examples fit into the cache of a core. The
gradient of a batch is the sum over its blocks. Members never need each other, so threads train
different teams (NumPy works on two at a time while neither needs Python). A large batch has two
shares, each with a gradient of its own, and a team that is alone gives each core one.

How examples are cut into blocks and shares depends on the sizes of networks and batch alone, so a
member's numbers depend neither on its team nor on the number of threads. Blocks are added up in
another order than in `plain_descent`, so the two agree to rounding. Batch normalisation needs the
batch as a whole and stays with `plain_descent`.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import numpy as np

from helpers.activations import ACTIVATIONS
from helpers.networks import checks
from helpers.networks.batches import batches, shared
from helpers.networks.blocks import LOSSES, Any, Block, Flat, Relu, with_ones
from helpers.networks.passes import QUIET

EXAMPLES = 128  # in a block, at most
BUFFER = 2**15  # numbers in the largest buffer of a team: 256 KB
SINGLE = 2**18  # OpenBLAS starts threads of its own for products with more multiplications
SHARED = 2**22  # multiplications, batch times weights, from which a batch has two shares


def can_train(parameters):
    """Whether the networks are of a kind that this loop trains."""
    return not parameters.batch_norm and parameters.dtype in (np.float64, np.float32)


def descent(parameters, x, y, loss, draws, rule, network, records, on_record):
    """The parameters after `records[-1]` steps, and the losses (records, E) on the way."""
    plan = Plan(parameters, draws.count)
    flat = Flat.of(parameters)
    losses = np.empty((len(records), parameters.ensemble), parameters.dtype)
    x, y = with_ones(shared(x)), shared(y)

    def team(members):
        mine, examples = flat.members(members), batches(of(x, members), of(y, members),
                                                        draws.of(members))
        shares = [Share(mine, blocks, partial(LOSSES[loss], batch=draws.count),
                        activation_of(members, parameters.ensemble, **network))
                  for blocks in plan.shares]
        return Team(mine, shares, rule.of(members).stepper(mine), examples,
                    dict(zip(records.tolist(), losses[:, members], strict=True)))

    teams = [team(members) for members in plan.teams]
    with Workers(plan.threads, teams) as workers:
        for stop in (records if on_record is not None else records[-1:]).tolist():
            workers.advance(stop)
            if on_record is not None:
                on_record(stop, flat.parameters())
        workers.finish()
    return flat.parameters(), losses


def of(array, members):
    """The members' part of an array (E, ...), or all of (1, ...)."""
    return array[members] if len(array) > 1 else array


def activation_of(members, ensemble, activation, **parameters):
    """What makes the activation's buffers for a slice of the members."""
    record = ACTIVATIONS[activation] if isinstance(activation, str) else activation
    if record is ACTIVATIONS["relu"] and not np.any([np.any(v) for v in parameters.values()]):
        return Relu
    mine = {k: np.asarray(v)[members] if np.ndim(v) else v for k, v in parameters.items()}
    f, df = checks.activation_functions(record, mine, len(range(ensemble)[members]))
    return partial(Any, f=f, df=df)


class Plan:
    """How the work is cut.

    teams: slices of the members; shares: of a batch, each a list of slices; threads: how many.
    """

    def __init__(self, parameters, batch):
        weights = [w[0].size + b[0].size
                   for w, b in zip(parameters.weights, parameters.biases, strict=True)]
        fitting = SINGLE // max(weights)
        self.threads = processors() if fitting >= 16 else 1  # else BLAS is left to start them
        size = min(EXAMPLES, fitting if fitting >= 16 else EXAMPLES, batch)
        blocks = slices(batch, size)
        half = (len(blocks) + 1) // 2 if batch * sum(weights) >= SHARED else len(blocks)
        self.shares = [part for part in (blocks[:half], blocks[half:]) if part]
        most = max(1, BUFFER // (size * (max(parameters.sizes) + 1)))
        even = -(-parameters.ensemble // self.threads)
        self.teams = slices(parameters.ensemble, min(most, max(even, most // 4, 1)))


def slices(count, size):
    """0 .. count in slices of `size`, the last one shorter if need be."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def processors():
    """The number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Share:
    """Some blocks of every batch of a team, and the sum of their gradients."""

    def __init__(self, flat, blocks, loss, activation):
        self.flat, self.blocks, self.loss = flat, blocks, loss
        self.turned = [layer.swapaxes(1, 2).copy() for layer in flat.layers]
        self.gradient, self.part = flat.empty(), flat.empty()
        lengths = {block.stop - block.start for block in blocks}
        self.buffers = {length: Block(flat, length, activation) for length in lengths}

    @np.errstate(**QUIET)
    def measure(self, x, y, backward=True):
        """This share's part (M,) of the loss of a batch; also sets `gradient`."""
        loss = 0
        for turned, layer in zip(self.turned, self.flat.layers, strict=True):
            np.copyto(turned, layer.swapaxes(1, 2))
        for block in self.blocks:
            buffer, inputs = self.buffers[block.stop - block.start], x[:, block]
            output = buffer.forward(self.flat, inputs)
            loss = loss + self.loss(output, y[:, block])
            if backward:
                first = block is self.blocks[0]
                buffer.backward(self.turned, inputs, self.gradient if first else self.part)
                if not first:
                    self.gradient.numbers += self.part.numbers
        return loss


class Team:
    """A few members: their parameters, shares, step, examples, and rows for their losses."""

    def __init__(self, flat, shares, step, examples, losses):
        self.flat, self.shares, self.step, self.losses = flat, shares, step, losses
        self.examples, self.done = iter(examples), 0

    @np.errstate(**QUIET)
    def advance(self, stop, run, halted):
        """Steps until `stop` have been made, or an event is set; `run` is a kind of map."""
        while self.done < stop and not halted.is_set():
            loss = self.measure(run)
            if self.done in self.losses:
                self.losses[self.done][:] = loss
            first, *others = self.shares
            for other in others:
                first.gradient.numbers += other.gradient.numbers
            self.step(first.gradient)
            self.done += 1

    @np.errstate(**QUIET)
    def finish(self, run):
        """The loss after the last step."""
        self.losses[self.done][:] = self.measure(run, backward=False)

    def measure(self, run, **options):
        """The loss (M,) of the next batch."""
        x, y = next(self.examples)
        return sum(run(lambda share: share.measure(x, y, **options), self.shares))


class Workers:
    """The threads: as many as there are teams, or shares of the only team, up to `threads`."""

    def __init__(self, threads, teams):
        self.teams, self.halted = teams, Event()
        alone = len(teams) == 1
        threads = min(threads, len(teams[0].shares) if alone else len(teams))
        self.pool = ThreadPoolExecutor(threads) if threads > 1 else None
        spread = self.pool.map if self.pool else map
        self.over_teams, self.over_shares = (map, spread) if alone else (spread, map)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.halted.set()
        if self.pool:
            self.pool.shutdown()

    def advance(self, stop):
        """All teams up to step `stop`."""
        list(self.over_teams(lambda t: t.advance(stop, self.over_shares, self.halted), self.teams))

    def finish(self):
        """The losses after the last step."""
        list(self.over_teams(lambda team: team.finish(self.over_shares), self.teams))
