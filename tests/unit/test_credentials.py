"""Keys as users hold them."""

import hashlib
import inspect

from hypothesis import given
from hypothesis import strategies as st

from service import credentials


def test_a_key_has_an_id_and_256_random_bits() -> None:
    made = [credentials.issue() for _ in range(100)]
    assert len({one.secret for one in made}) == len({one.id for one in made}) == 100
    assert all(len(bytes.fromhex(one.secret)) == 32 for one in made)
    for one in made:
        assert one.token == f"tiyao_{one.id}_{one.secret}"
        assert credentials.read(one.token) == one


def test_a_new_secret_of_an_old_key() -> None:
    old = credentials.issue()
    new = credentials.issue(old.id)
    assert new.id == old.id
    assert new.secret != old.secret


def test_only_a_digest_need_be_kept() -> None:
    one = credentials.issue()
    kept = credentials.digest(one.secret)
    assert kept == hashlib.sha256(one.secret.encode()).hexdigest()
    assert credentials.matches(one.secret, kept)
    assert not credentials.matches(credentials.issue().secret, kept)
    assert not credentials.matches(one.secret, None)


def test_nothing_matches_nobody() -> None:
    """The digest that stands in for a key that is not there is of no use."""
    assert not credentials.matches("0" * 64, None)


def test_the_comparison_takes_the_same_time_wherever_they_differ() -> None:
    source = inspect.getsource(credentials.matches)
    assert "compare_digest" in source
    assert "==" not in source


def test_a_secret_is_not_shown_by_mistake() -> None:
    one = credentials.issue()
    assert one.secret not in repr(one)
    assert one.secret not in f"{[one]}"


@given(st.text() | st.from_regex(r"tiyao_[0-9a-f]{10,14}_[0-9a-fA-F]{62,66}"))
def test_any_text_is_a_key_or_none(text: str) -> None:
    found = credentials.read(text)
    assert found is None or found.token == text
