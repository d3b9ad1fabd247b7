"""The page of a watch is served to this machine alone, and told what changes."""

import http.client
import json
import socket
import time

import pytest
from desk import ROOT

from pipeline.core.layouts import Layouts
from pipeline.core.problems import Place, Problem, ProblemsFound
from pipeline.watch.serve import serving
from pipeline.watch.state import SlidePicture, WatchState

LOOKS = Layouts((ROOT / "layouts",)).files("*.*", "watch")
PATIENCE = 60  # seconds that a slow machine gets


@pytest.fixture
def state() -> WatchState:
    made = WatchState()
    made.dress_in("<!doctype html><title>page</title>", LOOKS, {})
    made.show_slides("deck", [SlidePicture("One", "<p>one</p>"), SlidePicture("Two", "<p>two</p>")], 16 / 9, "Title")
    return made


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    host = address.removeprefix("http://").rstrip("/")
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    content = answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    connection.close()
    return answer.status, *content


def test_the_page_its_files_and_its_slides_are_served(state: WatchState) -> None:
    with serving(state, LOOKS) as address:
        assert address.startswith("http://127.0.0.1:")
        status, page, headers = ask(address, "/")
        assert (status, page) == (200, state.page.encode())
        assert "default-src 'none'" in headers["content-security-policy"]
        assert ask(address, "/watch.js")[1] == LOOKS["watch.js"].read_bytes()
        assert [ask(address, f"/{sheet}")[1] for sheet in state.view.forms["deck"].sheets] == [
            b"<p>one</p>",
            b"<p>two</p>",
        ]


def test_nobody_else_is_answered(state: WatchState) -> None:
    with serving(state, LOOKS) as address:
        own = address.removeprefix("http://").rstrip("/")
        port = own.rpartition(":")[2]
        for path in ("/", "/events", "/watch.js", f"/{state.view.forms['deck'].sheets[0]}"):
            for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1.evil.example:{port}", ""):
                assert ask(address, path, Host=host)[0] == 403, host
            for origin in ("http://evil.example", "null", f"https://{own}", "http://127.0.0.1:1"):
                assert ask(address, path, Origin=origin)[0] == 403, origin
        assert ask(address, "/", Host=f"localhost:{port}", Origin=f"http://{own}")[0] == 200


def test_no_address_reaches_a_file(state: WatchState) -> None:
    state.pdfs["report"] = {"abc": b"no PDF"}
    with serving(state, LOOKS) as address:
        climb = ("/../../build.py", "/..%2f..%2fbuild.py", "/font/..%2f..%2fbuild.py", "/font//etc/passwd", "/slide/..")
        bent = ("/page/none/1", "/page/abc/0", "/page/abc/1?width=99999", "/page/abc/1?width=x", "/page/abc/-1")
        for path in (*climb, *bent, "/build.py", "/watch.html", "/output/report.pdf", "//etc/passwd"):
            assert ask(address, path)[0] == 404, path
        assert ask(address, "/", "POST")[0] == 405


def test_the_page_is_told_at_once_and_let_go_in_the_end(state: WatchState) -> None:
    with serving(state, LOOKS) as address:
        stream = socket.create_connection(address.removeprefix("http://").rstrip("/").split(":"), timeout=PATIENCE)
        host = address.removeprefix("http://").rstrip("/")
        stream.sendall(f"GET /events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        lines = stream.makefile(encoding="utf-8")
        data = (json.loads(line[5:]) for line in lines if line.startswith("data:"))
        assert next(data)["title"] == "Title"
        began = time.monotonic()
        state.show(problems=(Problem(Place("content/chapter.yaml", 3), "bad"),))
        told = next(data)["problems"]
        assert time.monotonic() - began < 0.5
        assert told == [{"place": "content/chapter.yaml:3", "what": "bad", "hint": "", "warns": False}]
        began = time.monotonic()
    assert time.monotonic() - began < 4
    stream.close()


def test_slides_that_look_another_way_are_marked(state: WatchState) -> None:
    assert state.view.forms["deck"].changed == ()
    state.show_slides(
        "deck", [SlidePicture("One", "<p>one</p>"), SlidePicture("Two", "<p>2</p>"), SlidePicture("", "")], 1.5, ""
    )
    assert state.view.forms["deck"].changed == (2, 3)


def test_a_port_that_is_taken_is_a_problem(state: WatchState) -> None:
    with serving(state, LOOKS) as address, pytest.raises(ProblemsFound, match="another --port"):
        serving(state, LOOKS, int(address.rstrip("/").rpartition(":")[2])).__enter__()
