"""The same work in PyTorch: a loop of ordinary modules, and all networks in one batch.

Every rival is a class: `Rival(work, compiled)` prepares (conversion, compilation; not timed),
`run()` trains and gives the loss (E,) after the last step. Minibatches are handed over ready
drawn, as indices; losses are kept at every step, as `train` does.
"""

import numpy as np
import torch
from torch import nn
from torch.func import functional_call, grad_and_value, vmap

from benchmarks.work import RATE

LOSSES = {"cross_entropy": nn.functional.cross_entropy, "squared_error": nn.functional.mse_loss}


class Rival:
    """What all have in common: data and batches as tensors, and the loop over the steps."""

    def __init__(self, work, compiled):
        self.work = work
        self.x, self.y = (torch.from_numpy(array) for array in work.data)
        self.batches = None if work.batches is None else torch.from_numpy(work.batches)
        self.loss = LOSSES[work.loss]
        self.compiled = torch.compile if compiled else lambda function: function

    def run(self):
        """The loss (E,) of the last batch, after all steps."""
        self.begin()
        losses = [self.step(*self.batch(step)) for step in range(self.work.steps)]
        losses.append(self.look(*self.batch(self.work.steps)))
        return np.asarray(losses[-1])


class Loop(Rival):
    """One module and one optimiser a network, trained one after the other."""

    name = "loop of modules"

    def __init__(self, work, compiled):
        super().__init__(work, compiled)
        self.models = [self.model() for _ in range(work.ensemble)]
        self.measure = self.compiled(self.loss_of)

    def loss_of(self, model, x, y):
        return self.loss(model(x), y)

    def model(self):
        sizes, layers = self.work.sizes, []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            layers += [nn.Linear(n_in, n_out, dtype=torch.float64), nn.ReLU()]
        return nn.Sequential(*layers[:-1])

    def begin(self):
        start = self.work.start
        with torch.no_grad():
            for e, model in enumerate(self.models):
                linear = [layer for layer in model if isinstance(layer, nn.Linear)]
                for layer, w, b in zip(linear, start.weights, start.biases, strict=True):
                    layer.weight.copy_(torch.from_numpy(w[e].T))
                    layer.bias.copy_(torch.from_numpy(b[e, 0]))

    def run(self):
        self.begin()
        return np.array([self.trained(e, model) for e, model in enumerate(self.models)])

    def batch(self, step, e):
        if self.batches is None:
            return self.x, self.y
        return self.x[self.batches[step, e]], self.y[self.batches[step, e]]

    def trained(self, e, model):
        optimiser, losses = torch.optim.SGD(model.parameters(), lr=RATE), []
        for step in range(self.work.steps):
            optimiser.zero_grad()
            loss = self.measure(model, *self.batch(step, e))
            loss.backward()
            optimiser.step()
            losses.append(loss.detach())
        with torch.no_grad():
            return float(self.loss_of(model, *self.batch(self.work.steps, e)))


class Batched(Rival):
    """All networks in one tensor a layer: baddbmm, autograd, one update of all tensors."""

    name = "batched products"

    def __init__(self, work, compiled):
        super().__init__(work, compiled)
        self.losses = self.compiled(self.losses_of)
        if self.batches is None:
            self.x = self.x.expand(work.ensemble, *self.x.shape)
            self.y = self.y.expand(work.ensemble, *self.y.shape)

    def begin(self):
        start = self.work.start
        arrays = (array for pair in zip(start.weights, start.biases, strict=True) for array in pair)
        self.parameters = [torch.from_numpy(a.copy()).requires_grad_() for a in arrays]

    def batch(self, step):
        if self.batches is None:
            return self.x, self.y
        return self.x[self.batches[step]], self.y[self.batches[step]]

    def losses_of(self, x, y, *parameters):
        h = x
        for layer in range(0, len(parameters), 2):
            h = torch.relu(h) if layer else h
            h = torch.baddbmm(parameters[layer + 1], h, parameters[layer])
        if self.work.loss == "squared_error":
            return torch.square(h - y).mean(dim=(1, 2))
        return self.loss(h.transpose(1, 2), y, reduction="none").mean(dim=1)

    def step(self, x, y):
        losses = self.losses(x, y, *self.parameters)
        gradients = torch.autograd.grad(losses.sum(), self.parameters)
        with torch.no_grad():
            torch._foreach_add_(self.parameters, gradients, alpha=-RATE)
        return losses.detach()

    def look(self, x, y):
        with torch.no_grad():
            return self.losses_of(x, y, *self.parameters)


class Vmap(Batched):
    """One network written for one example batch, `vmap` and `grad_and_value` for all."""

    name = "vmap"

    def __init__(self, work, compiled):
        super().__init__(work, compiled)
        model = Loop.model(self).to("meta")
        self.names = [name for name, _ in model.named_parameters()]

        def loss_of(parameters, x, y):
            return self.loss(functional_call(model, parameters, (x,)), y)

        self.losses_and_gradients = self.compiled(vmap(grad_and_value(loss_of)))
        self.only_losses = vmap(loss_of)

    def begin(self):
        super().begin()
        turned = [p.detach() for p in self.parameters]
        turned[::2] = [w.transpose(1, 2).contiguous() for w in turned[::2]]
        turned[1::2] = [b[:, 0] for b in turned[1::2]]
        self.parameters = dict(zip(self.names, turned, strict=True))

    def step(self, x, y):
        gradients, losses = self.losses_and_gradients(self.parameters, x, y)
        values = list(self.parameters.values())
        torch._foreach_add_(values, list(gradients.values()), alpha=-RATE)
        return losses

    def look(self, x, y):
        return self.only_losses(self.parameters, x, y)


RIVALS = (Loop, Batched, Vmap)
