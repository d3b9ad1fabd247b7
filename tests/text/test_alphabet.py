"""Words in the order of a language's alphabet."""

import pytest

from pipeline.text import sorting_key

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("es-MX", ["nazas", "nube", "ñame", "ojo"]),
        ("en-US", ["ñame", "nazas", "nube"]),
        ("de-DE", ["Ofen", "Öl", "Ortsteil", "Zoo"]),
        ("sv", ["Zoo", "Ål", "Ärta", "Öl"]),
        ("pl", ["lada", "luty", "łan", "most"]),
        ("da", ["zoo", "æble", "øl", "ål"]),
    ],
)
def test_a_letter_of_its_own_has_its_place(language: str, ordered: list[str]) -> None:
    ordered_backwards = ordered[::-1]
    assert sorted(ordered_backwards, key=lambda word: sorting_key(word, language)) == ordered
