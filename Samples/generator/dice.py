"""Repeatable chance, drawn from `random()` and SHA-256 alone: both stay the same between releases."""

import hashlib
import random

SEED = "abm-forensics samples 1"


def digest(*parts):
    """The SHA-256 in hex of a name, the source of every identifier."""
    return hashlib.sha256("/".join(str(part) for part in (SEED, *parts)).encode()).hexdigest()


def number(*parts):
    """A 256-bit number of a name, the source of every private key and serial number."""
    return int(digest(*parts), 16)


class Dice:
    """A stream of chance that belongs to one name."""

    def __init__(self, *name):
        self._stream = random.Random(digest("dice", *name))

    def between(self, low, high):
        """A whole number from `low` to `high`, both included."""
        return low + int(self._stream.random() * (high - low + 1))

    def pick(self, values):
        return values[self.between(0, len(values) - 1)]

    def weighted(self, pairs):
        """One of `(value, weight)` pairs, as often as its weight says."""
        mark = self._stream.random() * sum(weight for _, weight in pairs)
        for value, weight in pairs:
            mark -= weight
            if mark < 0:
                return value
        return pairs[-1][0]

    def shuffled(self, values):
        values = list(values)
        for last in range(len(values) - 1, 0, -1):
            other = self.between(0, last)
            values[last], values[other] = values[other], values[last]
        return values

    def sample(self, values, count):
        return self.shuffled(values)[:count]

    def share(self, total, count, low, high):
        """`count` whole numbers from `low` to `high` that add up to `total` exactly."""
        parts = [self.between(low, high) for _ in range(count)]
        while sum(parts) != total:
            step = 1 if sum(parts) < total else -1
            place = self.between(0, count - 1)
            if low <= parts[place] + step <= high:
                parts[place] += step
        return parts
