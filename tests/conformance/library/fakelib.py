"""Stands for an installed library whose code nobody rewrites."""

import random


class Loader:
    """Draws its order from the global random stream when iteration starts."""

    def __init__(self, n):
        self.n = n

    def __iter__(self):
        order = list(range(self.n))
        random.shuffle(order)
        for start in range(0, self.n, 2):
            yield order[start : start + 2]


class Bag:
    """A mutable container whose iterator is a generator over a copy of its list."""

    def __init__(self, items):
        self.items = list(items)

    def __iter__(self):
        yield from list(self.items)


COUNT, SEEN = 0, []


def remember(item):
    """Keep `item` in the state of this module."""
    SEEN.append(item)
