"""Puts the service together: its pages, the receiver of webhooks, and the task that reads the channels.

For: ``__main__``, and a host's own module: ``app = create_app(open_office(read_settings()), sign_in=ours)``.
Must not: be reachable from elsewhere without a sign-in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from complaint_hub import ConfigError, StoreError
from complaint_hub.receiver import receiver

from .acts import Acts
from .guard import SafeHeaders, SameOrigin, ThisMachineOnly, form, is_loopback
from .office import Office
from .pages import Pages
from .people import DemoSignIn, MaySee, NotSignedIn, SignIn, may_see

__all__ = ["create_app"]

_SORRY = {
    400: "Permintaan ini tidak dapat dibaca.",
    404: "Halaman atau kasus ini tidak ada, atau tidak untuk Anda.",
    405: "Halaman ini tidak dapat dipakai dengan cara itu.",
    413: "Formulir ini terlalu besar.",
    500: "Ada kesalahan di layanan ini. Yang sudah tersimpan tetap tersimpan.",
    503: "Basis data sedang tidak dapat dipakai. Tunggu sebentar, lalu ulangi.",
}


def create_app(
    office: Office,
    *,
    sign_in: SignIn | None = None,
    may_see: MaySee = may_see,
    host: str = "127.0.0.1",
    every: float | None = 300.0,
) -> Starlette:
    """The service as an ASGI application; it closes the office at its end.

    Args:
        sign_in: who a request comes from. None: anybody at this machine, as whichever officer he or she chooses.
        may_see: whether an officer may read a protected case.
        host: the address that it will be served on.
        every: seconds between two readings of all channels; None leaves that to ``complaint-hub sync``.

    Raises: ConfigError, if there is no sign-in and others than this machine would reach *host*.
    """
    demo: DemoSignIn | None = None
    if sign_in is None:
        if not is_loopback(host):
            raise ConfigError(f"refusing to serve on {host} without a sign-in: name one, or bind to 127.0.0.1")
        sign_in = demo = DemoSignIn(office.registry, lambda: office.calendar.local_day(office.clock()))
    pages = Pages(office, sign_in, may_see)
    hooks = receiver(office.hub)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None, None]:
        # A mounted application never hears of the end by itself, so the receiver's own beginning and end are run here.
        async with hooks.router.lifespan_context(hooks):
            reading = asyncio.create_task(office.keep_reading(every)) if every is not None else None
            yield
            if reading is not None:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
        await office.close()

    inside = [
        Route("/", pages.work),
        Route("/kasus/{number:path}", pages.one),
        Route("/langkah/{what}", Acts(pages).act, methods=["POST"]),
        Route("/dasbor", pages.dashboard),
        Route("/gaya.css", pages.style),
        Route("/favicon.ico", _nothing),
        *(_demo_routes(pages, demo) if demo is not None else ()),
    ]
    return Starlette(
        routes=[
            # Platforms sign what they send; they have no origin to show.
            Mount("/hooks", app=hooks),
            Mount("/", routes=inside, middleware=[Middleware(SameOrigin)]),
        ],
        middleware=[Middleware(SafeHeaders), *([Middleware(ThisMachineOnly)] if demo is not None else ())],
        exception_handlers=_handlers(pages),
        lifespan=lifespan,
    )


async def _nothing(request: Request) -> Response:
    return Response(status_code=204)


def _demo_routes(pages: Pages, demo: DemoSignIn) -> list[Route]:
    async def choose(request: Request) -> Response:
        if request.method == "GET":
            return pages.show("sign_in.html.j2", officers=list(demo.officers().values()))
        answer = RedirectResponse("/", 303)
        answer.set_cookie(demo.cookie, (await form(request)).get("petugas", ""), httponly=True, samesite="strict")
        return answer

    async def leave(request: Request) -> Response:
        answer = RedirectResponse("/masuk", 303)
        answer.delete_cookie(demo.cookie)
        return answer

    return [Route("/masuk", choose, methods=["GET", "POST"]), Route("/keluar", leave, methods=["POST"])]


def _handlers(pages: Pages) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    async def sorry(request: Request, problem: Exception) -> Response:
        status = problem.status_code if isinstance(problem, HTTPException) else 500
        status = 503 if isinstance(problem, StoreError) else status
        return pages.show("sorry.html.j2", status=status, told=_SORRY.get(status, _SORRY[400]))

    async def sign_in(request: Request, stranger: Exception) -> Response:
        assert isinstance(stranger, NotSignedIn)
        return RedirectResponse(stranger.address, 303)

    return {NotSignedIn: sign_in, StoreError: sorry, HTTPException: sorry, 500: sorry}
