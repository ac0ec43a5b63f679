"""RFC 9162, section 2.1: the tree, and what proves that a leaf is in it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.audit import merkle
from motcua.audit.merkle import Peaks, leads_to, leaf, node, path, root

# The tree of seven leaves drawn in RFC 9162, section 2.1.5.
D = [leaf(f"d{number}".encode()) for number in range(7)]
A, B, C, E, F, J = D[0], D[1], D[2], D[4], D[5], D[6]
G, H, I = node(A, B), node(C, D[3]), node(E, F)  # noqa: E741 - the RFC's names
K, L = node(G, H), node(I, J)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    """Section 2.1.1: 0x00 before a leaf, 0x01 before a node."""
    assert leaf(b"") == hashlib.sha256(b"\0").digest()
    assert node(A, B) == hashlib.sha256(b"\1" + A + B).digest()
    assert root([]) == hashlib.sha256(b"").digest()
    assert root([A]) == A


def test_the_example_of_the_rfc() -> None:
    """Section 2.1.5: the inclusion proofs of d0, d3, d4 and d6 in the tree of seven."""
    assert root(D) == node(K, L)
    assert path(D, 0) == [B, H, L]
    assert path(D, 3) == [C, G, L]
    assert path(D, 4) == [F, J, K]
    assert path(D, 6) == [I, K]


@given(size=st.integers(1, 70), data=st.data())
def test_a_proof_leads_to_the_root_from_its_own_place_alone(size: int, data: st.DataObject) -> None:
    leaves = [leaf(bytes([number])) for number in range(size)]
    index = data.draw(st.integers(0, size - 1))
    proof, top = path(leaves, index), root(leaves)
    assert leads_to(leaves[index], index, size, proof) == top
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert leads_to(leaves[other], index, size, proof) != top
        assert leads_to(leaves[index], other, size, proof) != top
    assert leads_to(leaf(b"never there"), index, size, proof) != top
    assert leads_to(leaves[index], index, size, [*proof, top]) is None
    assert leads_to(leaves[index], size, size, proof) is None


@given(size=st.integers(1, 70), data=st.data())
def test_a_proof_is_found_from_what_each_leaf_ended(size: int, data: st.DataObject) -> None:
    leaves = [leaf(bytes([number])) for number in range(size)]
    peaks = Peaks()
    ended = [peaks.add(each) for each in leaves]
    index = data.draw(st.integers(0, size - 1))
    found = []
    for begin, end in merkle.beside(index, size):
        parts = [ended[last][height] for last, height in merkle.complete_parts(begin, end)]
        found.append(Peaks(end - begin, parts).root())
    assert found == path(leaves, index)


@given(first=st.integers(0, 40), more=st.integers(0, 40))
def test_a_tree_goes_on_where_it_was_left(first: int, more: int) -> None:
    leaves = [leaf(bytes([number])) for number in range(first + more)]
    peaks = Peaks()
    for each in leaves[:first]:
        peaks.add(each)
    assert peaks.root() == root(leaves[:first])
    peaks = Peaks(peaks.size, peaks.hashes)
    for each in leaves[first:]:
        peaks.add(each)
    assert peaks.root() == root(leaves)


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="complete parts"):
        Peaks(3, [A])
    with pytest.raises(IndexError):
        merkle.path([A], 1)
