"""Listening: ports, socket files, and those who connect only to be a burden."""

import asyncio
import socket
import stat
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot import listening as module
from bot.listening import CannotListen, listening

ANY_PORT = "127.0.0.1:0"


async def hello(request: web.BaseRequest) -> web.StreamResponse:
    return web.Response(text=f"hello {request.path}")


async def asked(address: str, path: str = "/") -> str:
    connector = None
    if address.startswith("unix:"):
        connector, address = aiohttp.UnixConnector(address.removeprefix("unix:")), "here"
    async with (
        aiohttp.ClientSession(connector=connector) as http,
        http.get(f"http://{address}{path}") as answer,
    ):
        return await answer.text()


async def test_a_port_that_is_free() -> None:
    async with listening(ANY_PORT, hello) as address:
        assert await asked(address, "/x") == "hello /x"
    with pytest.raises(aiohttp.ClientError):
        await asked(address)


async def test_a_socket_file_for_the_group_is_gone_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    async with listening(f"unix:{path}", hello) as address:
        assert await asked(address) == "hello /"
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert not path.exists()


async def test_what_a_killed_process_left_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "web.sock"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    assert path.exists()
    async with listening(f"unix:{path}", hello) as address:
        assert await asked(address) == "hello /"


async def test_a_socket_in_use_and_a_file_are_left_alone(tmp_path: Path) -> None:
    path, file = tmp_path / "web.sock", tmp_path / "precious"
    file.write_text("mine")
    async with listening(f"unix:{path}", hello) as address:
        with pytest.raises(CannotListen, match="another process listens"):
            async with listening(address, hello):
                pass
        assert await asked(address) == "hello /"
    with pytest.raises(CannotListen, match="no socket"):
        async with listening(f"unix:{file}", hello):
            pass
    assert file.read_text() == "mine"


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "unix:/no/such/folder/x.sock"])
async def test_where_nobody_can_listen(address: str) -> None:
    with pytest.raises(CannotListen, match=address):
        async with listening(address, hello):
            pass


async def test_a_port_in_use() -> None:
    async with listening(ANY_PORT, hello) as address:
        with pytest.raises(CannotListen, match="in use"):
            async with listening(address, hello):
                pass


async def test_whoever_never_finishes_a_head_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "IDLE", 0.2)
    async with listening(ANY_PORT, hello) as address:
        host, port = address.split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()
        assert await asked(address) == "hello /"
