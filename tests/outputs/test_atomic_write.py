"""Files land whole, and the message about them is true."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk import ROOT, Desk
from kills import Kills

from pipeline.core.problems import ProblemsFound
from pipeline.outputs.atomic_write import atomic_write, lock_folder


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_no_trace(desk: Desk) -> None:
    (desk.output / "deck.pptx").mkdir(parents=True)  # nothing can be renamed over a folder
    answer = desk.run()
    assert answer.code == 1
    assert "output/deck.pptx: this cannot be written: this is a folder, and a file is needed" in answer.err
    assert "1 problem. brief.pdf, data.xlsx, deck.pdf had been written to output." in answer.err
    assert desk.outputs() == ["brief.pdf", "data.xlsx", "deck.pdf", "deck.pptx"]


def test_where_nothing_could_be_written_the_message_says_so(desk: Desk) -> None:
    (desk.output / "brief.pdf").mkdir(parents=True)  # the first that is put in place
    assert "Nothing was written to output." in desk.run().err
    assert desk.outputs() == ["brief.pdf"]


def test_landing_replaces_the_old_file_whole(desk: Desk) -> None:
    path = desk.output / "a" / "file"
    atomic_write(path, b"old and long")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_a_folder_that_is_a_file_is_a_problem(desk: Desk) -> None:
    desk.write("output", "a file where a folder should be")
    with pytest.raises(ProblemsFound):
        atomic_write(desk.output / "report.pdf", b"x")


def test_an_authors_affiliation_is_printed(desk: Desk) -> None:
    assert "Edith Ferrers, Marl River Trust" in desk.html()


# ---------------------------------------------------------------- interrupted builds

DIE = """
import os, pathlib, runpy, sys
left = [{after}]
def dying(real):
    def call(*args, **named):
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)  # as kill -9 does: nothing is tidied up
        return real(*args, **named)
    return call
os.fsync = dying(os.fsync)
pathlib.Path.replace = dying(pathlib.Path.replace)
sys.argv = {command!r}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_a_build_that_dies_at_any_step_of_landing_leaves_whole_files_and_knows_them_again(done: Desk) -> None:
    old = {name: (done.output / name).read_bytes() for name in done.outputs()}
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    copy = done.folder / "copy"
    assert done.run_apart("all", "--output", str(copy)).code == 0  # warms the cache, and says what will come
    new = {name: (copy / name).read_bytes() for name in old}
    codes = []
    for after in range(0, 40, 3):
        code = DIE.format(after=after, command=[*done.command()[1:], "--jobs", "1"])
        codes.append(subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode)
        for name, content in old.items():
            assert (done.output / name).read_bytes() in (content, new[name]), f"{name} was torn after step {after}"
        if codes[-1] == 0:
            break
    assert codes[0] == 9
    assert codes[-1] == 0, "no build came to its end"
    assert {name: (done.output / name).read_bytes() for name in old} == new
    assert [path.name for path in done.output.glob(".*")] == [".built.json"]


def test_builds_killed_at_random_moments_leave_whole_files(tmp_path: Path) -> None:
    kills = Kills(tmp_path / "desk")
    for _ in range(6):
        kills.kill()
    kills.mend()


def test_ctrl_c_is_no_traceback(done: Desk) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    build = subprocess.Popen(
        done.command(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  whoever runs the tests may ignore it
    )
    assert build.stdout
    build.stdout.readline()  # the first step is done
    build.send_signal(signal.SIGINT)
    _, err = build.communicate(timeout=60)
    assert build.returncode == 130, err
    assert err == "Stopped. Every file is as it was before, or new and whole.\n"


# ---------------------------------------------------------------- disks


def test_a_folder_that_cannot_be_written_is_a_problem(done: Desk) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; the small disk below is made read-only")
    done.output.chmod(0o555)
    try:
        answer = done.run()
    finally:
        done.output.chmod(0o755)
    assert answer.code == 1, answer.err
    assert "this cannot be written: you have no permission" in answer.err
    assert "Nothing was written" in answer.err


def test_a_disk_that_is_full_leaves_the_old_files(done: Desk) -> None:
    """The limit on the size of files says what a full disk says, and needs no disk."""
    before = {name: (done.output / name).read_bytes() for name in done.outputs()}
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    done.run_apart("all", "--output", str(done.folder / "elsewhere"))  # the cache is filled while there is room

    def few_bytes() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    answer = subprocess.run(done.command(), capture_output=True, text=True, check=False, preexec_fn=few_bytes)
    assert answer.returncode == 1, answer.stderr
    assert "output/brief.pdf: this cannot be written: no file of its size is allowed here" in answer.stderr
    assert {name: (done.output / name).read_bytes() for name in done.outputs()} == before
    assert done.run_apart().code == 0


def test_a_small_disk_that_fills_or_is_read_only_leaves_the_old_files(done: Desk) -> None:
    size = sum(path.stat().st_size for path in done.output.iterdir())
    disk = done.folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size + 60_000}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("to mount a small disk takes the rights of root")
    try:
        assert done.run_apart("all", "--output", str(disk)).code == 0
        before = {path.name: path.read_bytes() for path in disk.iterdir()}
        done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
        answer = done.run_apart("all", "--output", str(disk))
        assert answer.code == 1
        assert "this cannot be written: the disk is full" in answer.err
        for name, content in before.items():
            assert name == ".built.json" or (disk / name).read_bytes() == content
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        answer = done.run_apart("all", "--output", str(disk))
        assert answer.code == 1
        assert "this cannot be written: nothing can be written to this disk" in answer.err
        assert "Nothing was written" in answer.err
    finally:
        subprocess.run(["umount", str(disk)], check=True)


# ---------------------------------------------------------------- two at once


def test_of_two_builds_at_once_the_second_waits_and_says_so(done: Desk) -> None:
    done.replace("content/publication.yaml", "Two Counties, One River", "Two Counties, One Stream")
    with lock_folder(done.output, lambda: None):
        second = subprocess.Popen(done.command(), stdout=subprocess.PIPE, text=True, cwd=done.folder)
        assert second.stdout
        assert second.stdout.readline() == "another build is writing to output: waiting for it\n"
        assert second.poll() is None
    out, _ = second.communicate(timeout=120)
    assert second.returncode == 0
    assert "output/report.pdf: " in out


def test_a_lock_ends_with_the_process_that_held_it(done: Desk) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import os, pathlib; from pipeline.outputs import lock_folder\n"
        f"lock_folder(pathlib.Path({str(done.output)!r}), print).__enter__(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert "waiting" not in done.run().out


def test_a_disk_that_refuses_where_nobody_expects_it_is_told(done: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    done.replace("content/publication.yaml", "Two Counties", "Two Shires")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/x")

    monkeypatch.setattr("build.make", refuse)
    answer = done.run()
    assert answer.code == 1
    assert "/tmp/x: this cannot be read or written: the disk is full\n  hint: make room on it" in answer.err
    assert "Nothing was written" in answer.err
