"""Kill builds at random moments, and see that nothing is torn and no hand edit lost.

python tests/kills.py 200
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desk import Desk

TITLES = ("Two Counties, One River", "Two Counties, One Stream")
HAND = b"changed by hand"


class Kills:
    """A desk that is built back and forth between two titles, by builds that are killed."""

    def __init__(self, folder: Path, seed: int = 4711) -> None:
        self.desk = Desk(folder)
        self.chance = random.Random(seed)
        self.whole = [self._built(title) for title in TITLES]
        self.at = 1
        began = time.perf_counter()
        self._turn()
        assert self.desk.run_apart().code == 0
        self.takes = time.perf_counter() - began  # seconds, with a warm cache

    def _built(self, title: str) -> dict[str, bytes]:
        self.desk.replace("content/publication.yaml", next(t for t in TITLES if t in self._imprint()), title)
        answer = self.desk.run_apart()
        assert answer.code == 0, answer.err
        return {name: (self.desk.output / name).read_bytes() for name in self.desk.outputs() if name != "changes.html"}

    def _imprint(self) -> str:
        return (self.desk.content / "publication.yaml").read_text()

    def _turn(self) -> None:
        self.desk.replace("content/publication.yaml", TITLES[self.at], TITLES[1 - self.at])
        self.at = 1 - self.at

    def kill(self) -> None:
        """One build, killed; every file is whole, and a hand's work is where it was."""
        self._turn()
        by_hand = self.desk.output / "deck.pptx" if self.chance.random() < 0.2 else None
        before = by_hand.read_bytes() if by_hand else b""
        if by_hand:
            by_hand.write_bytes(HAND)
        build = subprocess.Popen(self.desk.command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.chance.random() * self.takes * 1.1)
        build.send_signal(signal.SIGKILL if self.chance.random() < 0.8 else signal.SIGINT)
        build.wait()
        for name in self.whole[0]:
            content = (self.desk.output / name).read_bytes()
            whole = [built[name] for built in self.whole]
            assert content in ([HAND] if self.desk.output / name == by_hand else whole), f"{name} was torn or lost"
        if by_hand:
            by_hand.write_bytes(before)  # or every later build would have to stop

    def mend(self) -> None:
        """The next build works, and leaves no trace of those that were killed."""
        answer = self.desk.run_apart()
        assert answer.code == 0, answer.err
        for name, content in self.whole[self.at].items():
            assert (self.desk.output / name).read_bytes() == content
        left = {path.name for path in self.desk.output.iterdir()} - {*self.whole[0], ".built.json", "changes.html"}
        assert not left, f"left behind: {left}"


def main(times: int) -> None:
    os.environ["PYTHONUNBUFFERED"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        kills = Kills(Path(folder) / "desk")
        for n in range(1, times + 1):
            kills.kill()
            if n % 10 == 0:
                kills.mend()
                print(f"{n} builds killed: no torn file, no lost hand edit, the next build whole", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
