"""Serve the page that watches, to this machine alone.

It answers under the name of the loopback address only (so no other site can have a browser ask in its name), gives
out what the build made and three files of the layouts, and takes nothing.
"""

import json
import logging
import socket
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.core import Place, Problem, ProblemsFound
from pipeline.watch.page_images import NoSuchPage, picture_page
from pipeline.watch.state import FILES, WatchState

LOOPBACK = "127.0.0.1"
PATIENCE = 1.0  # seconds after which a connection looks whether it is still wanted
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
KEPT = {"Cache-Control": "private, max-age=3600, immutable"}  # its address has a digest of it


@contextmanager
def serving(state: WatchState, looks: Mapping[str, Path], port: int = 0) -> Iterator[str]:
    """Serve from a thread of its own until the block ends; yield the address. Port 0 is any that is free.

    `looks` are watch.css and watch.js by their names. Raises ProblemsFound if the port cannot be used.
    """
    listening = _listen(port)
    address = f"{LOOPBACK}:{listening.getsockname()[1]}"
    app = OnlyHere(make_app(state, looks), address)
    config = uvicorn.Config(
        app, lifespan="off", log_config=None, log_level=logging.CRITICAL, ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://{address}/"
    finally:
        state.close()
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen()
    except (OSError, OverflowError) as error:
        listening.close()
        what = f"this address cannot be listened at ({getattr(error, 'strerror', None) or error})"
        raise ProblemsFound([Problem(Place(f"{LOOPBACK}:{port}", 0), what, "choose another --port, or none")]) from None
    return listening


class OnlyHere:
    """A filter that answers 403 to requests for another host, or from a page of another host."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.app = app
        port = address.rpartition(":")[2]
        self.hosts = {address, f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        if len(hosts) != 1 or hosts[0] not in self.hosts or not set(origins) <= self.origins:
            await PlainTextResponse("This page is for this machine alone.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def make_app(state: WatchState, looks: Mapping[str, Path]) -> Starlette:
    """Return the application with all its addresses.

    No address is a path of a file: each is looked up in `state`, or among `looks`.
    """

    async def page(_: Request) -> Response:
        return HTMLResponse(state.page, headers=HEADERS)

    async def file(request: Request) -> Response:
        name = request.url.path[1:]
        return FileResponse(looks[name], media_type=FILES[name], headers=HEADERS)

    async def font(request: Request) -> Response:
        path = state.fonts.get(request.path_params["name"])
        return FileResponse(path, media_type="font/ttf", headers=HEADERS | KEPT) if path else _missing()

    async def slide(request: Request) -> Response:
        markup = state.slides.get(request.path_params["stamp"])
        return HTMLResponse(markup, headers=HEADERS | KEPT) if markup is not None else _missing()

    def picture(request: Request) -> Response:  # in a thread of its own, because it takes a while
        pdf = state.find_pdf(request.path_params["stamp"])
        width = request.query_params.get("width", "900")
        try:
            if pdf is None or not (width.isascii() and width.isdigit()):
                raise NoSuchPage
            drawn = picture_page(pdf, request.path_params["number"], int(width))
        except (NoSuchPage, ValueError):
            return _missing()
        return Response(drawn, media_type="image/png", headers=HEADERS | KEPT)

    async def events(request: Request) -> Response:
        return StreamingResponse(_events(request, state), media_type="text/event-stream", headers=HEADERS)

    return Starlette(
        routes=[
            Route("/", page),
            *(Route(f"/{name}", file) for name in FILES),
            Route("/font/{name}", font),
            Route("/slide/{stamp}", slide),
            Route("/page/{stamp}/{number:int}", picture),
            Route("/events", events),
        ]
    )


async def _events(request: Request, state: WatchState) -> AsyncIterator[str]:
    """Yield the whole view as an event, now and after each change.

    Between them, yield a comment every PATIENCE seconds, to notice a connection that was closed.
    """
    number = -1
    while not state.over and not await request.is_disconnected():
        view = await run_in_threadpool(state.wait, number, PATIENCE)
        if view.number != number:
            number = view.number
            told: dict[str, Any] = view.told() | {"dress": state.dress}
            yield f"data: {json.dumps(told)}\n\n"
        else:
            yield ": still here\n\n"


def _missing() -> Response:
    return PlainTextResponse("There is nothing here.", 404, headers=HEADERS)
