"""The tree against RFC 6962's own vectors, and what every proof of a random tree must and must not do."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.station.ledger import merkle


def leaf_of(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


# The reference inputs of Certificate Transparency (certificate-transparency, merkle_tree_test) and their roots.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [leaf_of(bytes.fromhex(one)) for one in INPUTS]
hashes = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70, unique=True)


def test_roots_are_those_of_the_standard() -> None:
    assert [merkle.root(LEAVES[: n + 1]).hex() for n in range(8)] == ROOTS
    assert merkle.root([]).hex() == hashlib.sha256(b"").hexdigest()


@given(hashes, st.data())
@settings(max_examples=80, deadline=None)
def test_every_leaf_is_proved_and_no_other_passes(leaves: list[bytes], data: st.DataObject) -> None:
    root, size = merkle.root(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion(index, leaves)
    assert merkle.included(leaves[index], index, size, proof, root)
    assert not merkle.included(hashlib.sha256(leaves[index]).digest(), index, size, proof, root)
    elsewhere = data.draw(st.integers(0, size - 1))
    if elsewhere != index:
        assert not merkle.included(leaves[index], elsewhere, size, proof, root)
    if proof:
        assert not merkle.included(leaves[index], index, size, proof[:-1], root)
        bent = [*proof[:-1], bytes(32)]
        assert not merkle.included(leaves[index], index, size, bent, root)
    assert not merkle.included(leaves[index], index, size, [*proof, bytes(32)], root)


@given(hashes, st.data())
@settings(max_examples=80, deadline=None)
def test_a_tree_that_grew_is_consistent_and_one_rewritten_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    first = data.draw(st.integers(1, len(leaves)))
    earlier, later = merkle.root(leaves[:first]), merkle.root(leaves)
    proof = merkle.consistency(first, leaves)
    assert merkle.consistent(first, len(leaves), earlier, later, proof)
    changed = data.draw(st.integers(0, first - 1))
    forged = [*leaves]
    forged[changed] = hashlib.sha256(forged[changed]).digest()
    rewritten = merkle.root(forged)
    assert not merkle.consistent(first, len(leaves), earlier, rewritten, merkle.consistency(first, forged))
    assert not merkle.consistent(first, len(leaves), earlier, rewritten, proof)


def test_what_cannot_be_proved_is_refused() -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion(8, LEAVES)
    with pytest.raises(ValueError, match="empty or larger"):
        merkle.consistency(9, LEAVES)
    with pytest.raises(ValueError, match="64"):
        merkle.leaf("abcd")
    assert not merkle.included(LEAVES[0], 0, 0, [], merkle.EMPTY)
    assert not merkle.consistent(2, 1, LEAVES[0], LEAVES[0], [])
    assert not merkle.consistent(3, 4, LEAVES[0], LEAVES[0], [])
