"""A small HTTP server on `host:port` or `unix:/path`, careful with whoever connects to it."""

import asyncio
import errno
import logging
import socket
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

IDLE = 75.0  # seconds a connection may take for the head of a request; longer than proxies keep one
LAST_ANSWERS = 5.0  # seconds for requests under way when all is to stop
HIGHEST_PORT = 65535
SOCKET_MODE = 0o660  # whoever shares the group, a proxy for one, may connect


class CannotListen(Exception):
    """The address cannot be listened at; the message says why."""


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether it tells of more than the nonsense that strangers send."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_log = logging.getLogger(f"{__name__}.server")
_log.addFilter(_is_ours)


@asynccontextmanager
async def listening(address: str, answer: Answer) -> AsyncIterator[str]:
    """Have `answer` answer every request until the end; yields the address, its port filled in.

    What a request sends beyond what `answer` reads of it is never read: the connection ends. A file
    left behind by another run gives way to the socket, and the socket's own is removed at the end.
    Raises CannotListen.
    """
    path = Path(address.removeprefix("unix:")) if address.startswith("unix:") else None
    try:
        bound = await asyncio.to_thread(_bind_file, path) if path else _bind_port(address)
    except OSError as error:
        raise CannotListen(f"{address}: {error}") from None
    server = web.Server(
        answer,
        access_log=None,
        logger=_log,
        keepalive_timeout=IDLE,
        lingering_time=0,
        auto_decompress=False,
    )
    runner = web.ServerRunner(server, shutdown_timeout=LAST_ANSWERS)
    try:
        await runner.setup()
        await web.SockSite(runner, bound).start()
        yield address if path else _named(bound)
    finally:
        await runner.cleanup()
        bound.close()
        if path:
            with suppress(OSError):
                path.unlink()


def _bind_port(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    if int(port) > HIGHEST_PORT:
        raise OSError("there is no such port")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, int(port)), family=family)


def _bind_file(path: Path) -> socket.socket:
    _make_way(path)
    bound = socket.socket(socket.AF_UNIX)
    try:
        # Nobody can connect before it listens, and by then it has its mode.
        bound.bind(str(path))
        path.chmod(SOCKET_MODE)
    except BaseException:
        bound.close()
        raise
    return bound


def _make_way(path: Path) -> None:
    """Remove a socket that nobody listens at; whatever else lies there stays."""
    if not path.exists():
        return
    if not stat.S_ISSOCK(path.stat().st_mode):
        raise FileExistsError(errno.EEXIST, "there is a file that is no socket")
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        else:
            raise OSError(errno.EADDRINUSE, "another process listens there")


def _named(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
