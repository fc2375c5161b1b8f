from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.location import ClusterAddress, is_address, read_location


def test_an_address_names_nodes_and_an_archive_and_is_shown_with_its_port():
    address = read_location("https://n1.example,n2.example:9201/papers")
    assert isinstance(address, ClusterAddress)
    assert address.nodes == (("n1.example", 9200), ("n2.example", 9201))
    assert address.urls == ["https://n1.example:9200", "https://n2.example:9201"]
    assert str(address) == "https://n1.example:9200,n2.example:9201/papers"
    assert address.absolute() == read_location(str(address)) == address
    assert not ClusterAddress.parse("http://127.0.0.1:9200/日报/").is_https
    assert ClusterAddress.parse("http://[::1]:9200/a").nodes == (("[::1]", 9200),)


def test_anything_else_is_a_path():
    assert read_location("archive") == Path("archive")
    assert read_location("httpsfolder") == Path("httpsfolder")
    assert is_address("HTTPS://a/b")


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://", "names no host"),
        ("https://host", "names no archive"),
        ("https://host:9200/", "names no archive"),
        ("https://host:99999/a", "names no host at 'host:99999'"),
        ("https://ho st/a", "names no host"),
        ("https:///a", "names no host"),
        ("https://host/Papers", "'Papers' cannot be the name"),
        ("https://host/a/b", "'a/b' cannot be the name"),
        ("https://host/_a", "'_a' cannot be the name"),
        ("https://host/" + "长" * 70, "cannot be the name"),
    ],
)
def test_a_wrong_address_is_refused_with_its_fault(address: str, fault: str):
    with pytest.raises(ValueError, match=fault):
        read_location(address)


@given(secret=st.text("abcXYZ0189!$", min_size=6, max_size=12), user=st.sampled_from(("u", "me:")))
def test_a_password_in_an_address_is_refused_and_not_shown(secret: str, user: str):
    with pytest.raises(ValueError, match="SEARCHER_PASSWORD") as error:
        read_location(f"https://{user}:{secret}@host:9200/papers")
    assert secret not in str(error.value)
