"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0), section 2.1: roots, and proofs.

A tree over `n` leaves has one root. Whoever holds the root can be shown, with some `log2(n)` hashes, that a leaf is in
it, and nobody can show it of a leaf that is not. https://www.rfc-editor.org/rfc/rfc9162#section-2.1
"""

import hashlib
from collections.abc import Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf(content: bytes) -> bytes:
    """Return the hash of a leaf: of another kind than a node's, so that neither passes for the other."""
    return hashlib.sha256(b"\0" + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Peaks:
    """A tree that only grows, kept as the roots of its complete parts: some `log2(n)` hashes whatever its size.

    The parts stand from the largest to the smallest; their sizes are the powers of two that add up to the size.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Go on with a tree; raises ValueError where there are not as many parts as its size has."""
        if size.bit_count() != len(hashes):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete parts, not {len(hashes)}")
        self.size, self.hashes = size, list(hashes)

    def add(self, leaf_hash: bytes) -> list[bytes]:
        """Put a leaf's hash behind the others; return the roots of all complete parts that it ends, itself first."""
        size, made = self.size, [leaf_hash]
        while size & 1:
            made.append(node(self.hashes.pop(), made[-1]))
            size >>= 1
        self.hashes.append(made[-1])
        self.size += 1
        return made

    def root(self) -> bytes:
        """Return the root."""
        if not self.hashes:
            return EMPTY
        made = self.hashes[-1]
        for part in reversed(self.hashes[:-1]):
            made = node(part, made)
        return made


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over hashes of leaves."""
    peaks = Peaks()
    for each in leaves:
        peaks.add(each)
    return peaks.root()


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return what proves that the leaf at `index` is below the root, from the leaf upwards (RFC 9162 2.1.3.1).

    Raises IndexError where there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    found: list[bytes] = []
    while len(leaves) > 1:
        half = 1 << ((len(leaves) - 1).bit_length() - 1)
        if index < half:
            found.append(root(leaves[half:]))
            leaves = leaves[:half]
        else:
            found.append(root(leaves[:half]))
            leaves, index = leaves[half:], index - half
    return found[::-1]


def leads_to(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root to which a proof leads, or None where it is none for this place (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, made = index, size - 1, leaf_hash
    for beside in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            made = node(beside, made)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            made = node(made, beside)
        place, last = place >> 1, last >> 1
    return made if last == 0 else None


def beside(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves `[begin, end)` whose roots prove that the leaf at `index` is in a tree of this size.

    From the leaf upwards, as `path` gives their hashes.
    """
    begin, end, found = 0, size, []
    while end - begin > 1:
        middle = begin + (1 << ((end - begin - 1).bit_length() - 1))
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((begin, middle))
            begin = middle
    return found[::-1]


def complete_parts(begin: int, end: int) -> list[tuple[int, int]]:
    """Return the last leaf and the height (of 2^height leaves) of each complete part of a range that `beside` gave."""
    found = []
    while begin < end:
        height = (end - begin).bit_length() - 1
        begin += 1 << height
        found.append((begin - 1, height))
    return found
