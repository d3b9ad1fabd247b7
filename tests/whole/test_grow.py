"""What benchmarks build is a publication without a problem, as much longer as it says."""

from pathlib import Path

from desk import SMALL, Desk
from grow import grow


def test_a_grown_publication_is_in_order(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", grow(SMALL, tmp_path / "grown", 3))
    publication, _ = desk.load()
    once, _ = Desk(tmp_path / "once").load()
    assert len(publication.chapters) == 3 * len(once.chapters)
    assert sum(1 for _ in publication.entries()) == 3 * sum(1 for _ in once.entries())
    answer = desk.run("check")
    assert answer.code == 0, answer.err
