"""Subscript and superscript on the slides of the handout: off the line, and as wide as they were measured."""

from desk import Desk
from lines import letters_on


def test_scripts_stand_off_the_line(desk: Desk) -> None:
    old = "- Water that has been used cannot be asked back."
    desk.replace("content/chapters/1-quarrel.yaml", old, "- Zq~2~xy^3^vw goes and ~~stays~~ comes.")
    answer = desk.run("handout")
    assert answer.code == 0, answer.err
    letters = next(page for page in letters_on(desk.output / "deck.pdf") if "Zq2xy3vwgoes" in words(page))
    at = words(letters).index("Zq2xy3vw")
    z, _, two, x, _, three, v, _ = letters[at : at + 8]
    assert z.y == x.y == v.y, "the line itself stays where it is"
    assert two.y - z.y > 1
    assert z.y - three.y > 1
    assert x.x - two.x < 0.72 * (v.x - x.x), "a digit below the line is two thirds as wide as one on it"


def words(page: object) -> str:
    return "".join(letter.text for letter in page)  # type: ignore[attr-defined]
