"""stanza's LSTMs over rows of different lengths, by the kernel that torch keeps for rows of one length.

torch runs packed sequences step by step, three times slower than oneDNN runs a block. Here every direction goes over the
padded block: forward, padding stands behind all that counts; backward, each row is turned round within its own length.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Lstm:
    """Callable (steps, rows, size) and lengths → (steps, rows, 2 × hidden); what lies behind a row's length is undefined.

    ``lstm`` is bidirectional; dropout between its layers is left out, as at evaluation.
    """

    def __init__(self, lstm: nn.LSTM) -> None:
        self.layers = [
            (_one_way(lstm, f"_l{layer}"), _one_way(lstm, f"_l{layer}_reverse")) for layer in range(lstm.num_layers)
        ]

    def __call__(self, x: Tensor, lengths: Sequence[int], *, start: tuple[Tensor, Tensor] | None = None) -> Tensor:
        """``start`` holds the states h and c before the first step, (2 × layers, rows, hidden) each."""
        turned = turn(lengths, steps=x.shape[0])
        for number, (forward, backward) in enumerate(self.layers):
            states = [None if start is None else _states(start, 2 * number + way) for way in (0, 1)]
            ahead, _ = forward(x, states[0])
            back, _ = backward(_reordered(x, turned), states[1])
            x = torch.cat([ahead, _reordered(back, turned)], 2)
        return x


def turn(lengths: Sequence[int], *, steps: int) -> Tensor:
    """Return the (steps × rows,) places of a flattened block that turn every row round; turning twice changes nothing."""
    step = torch.arange(steps)[:, None]
    size = torch.tensor(lengths)[None, :]
    source = torch.where(step < size, size - 1 - step, step)
    return (source * len(lengths) + torch.arange(len(lengths))).flatten()


def _reordered(x: Tensor, places: Tensor) -> Tensor:
    return x.flatten(0, 1).index_select(0, places).view_as(x)


def _states(start: tuple[Tensor, Tensor], number: int) -> tuple[Tensor, Tensor]:
    h, c = start
    return h[number : number + 1].contiguous(), c[number : number + 1].contiguous()


def _one_way(lstm: nn.LSTM, suffix: str) -> nn.LSTM:
    """Return one layer and direction as an LSTM of its own, on the same weights."""
    names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    weights = {name: getattr(lstm, name + suffix) for name in names}
    single = nn.LSTM(weights["weight_ih"].shape[1], lstm.hidden_size, device="meta")
    single.load_state_dict({f"{name}_l0": weight.detach() for name, weight in weights.items()}, assign=True)
    return single.eval()
