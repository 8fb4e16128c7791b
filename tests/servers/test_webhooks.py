"""Webhooks on their way: by TLS to a real proxy, and through it to the bot's socket and back."""

import asyncio
import io
import json
import socket
import ssl

import aiohttp
import pytest

from bot.demo.server import StandIn
from tests.checkout import ROOT
from tests.e2e.driver import Town
from tests.e2e.person import until
from tests.needed import needs
from tests.servers import proxies
from tests.servers.machine import Machine, unit

SECRET = "the-secret-that-only-telegram-knows"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def ports(count):
    """So many free ones, and different."""
    taken = [socket.socket() for _ in range(count)]
    try:
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]
    finally:
        for each in taken:
            each.close()


@pytest.fixture
async def machine(tmp_path):
    needs("systemd-nspawn", "nsenter", "unshare", root=True)
    made = Machine(tmp_path / "machine")
    made.puts(f"{proxies.UNITS}/quizbot.service", unit("quizbot.service"))
    made.puts(f"{proxies.UNITS}/quizbot.service.d/webhook.conf", unit("quizbot-webhook.conf"))
    made.puts(f"{proxies.UNITS}/quizbot.service.d/quick.conf", "[Service]\nRestartSec=100ms\n")
    made.puts("/etc/quizbot/token", "1234567:of-nobody\n", 0o600)
    made.puts("/etc/quizbot/webhook-secret", f"{SECRET}\n", 0o600)
    yield made
    await made.stops()


@pytest.fixture(params=proxies.PROXIES)
def proxy(request):
    needs(request.param)
    return request.param


async def first(status):
    """What is said first: Caddy needs a moment to certify."""
    async with asyncio.timeout(20):
        while True:
            try:
                return await status("POST", "/telegram", json={})
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.1)


async def test_a_proxy_lets_through_what_telegram_sends_and_nothing_else(
    machine, proxy, certificate
):
    https, http = ports(2)
    authority = proxies.INSTALL[proxy](machine, certificate, https, http)
    # In the bot's place, under its unit: what tells what has arrived.
    machine.shows(ROOT / "tests/servers", "/srv/asked")
    instead = (
        "[Service]\nType=exec\nWatchdogSec=0\nExecStart=\nEnvironment=PYTHONPATH=/srv/quizbot\n"
        "ExecStart=/srv/quizbot/.venv/bin/python /srv/asked/asked.py\n"
    )
    machine.puts(f"{proxies.UNITS}/quizbot.service.d/zz-instead.conf", instead)
    await machine.boots()
    await proxies.start(machine, proxy)
    where = f"https://localhost:{https}"
    trusted = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=authority))
    async with aiohttp.ClientSession(connector=trusted) as telegram:

        async def status(method, path, **more):
            async with telegram.request(method, f"{where}{path}", **more) as said:
                return said.status

        assert await first(status) == 502, "the bot is not there yet"
        await machine.does("systemctl start quizbot")
        async with asyncio.timeout(10):
            while (await machine.runs("test", "-S", "/run/quizbot/webhook.sock"))[0]:
                await asyncio.sleep(0.05)

        headers = {HEADER: SECRET}
        body = {"update_id": 1, "text": "é" * 1000}
        async with telegram.post(f"{where}/telegram", json=body, headers=headers) as said:
            assert said.status == 200, await machine.log("quizbot")
            told = await said.json()
        assert told["path"] == "/telegram"
        assert told["secret"] == SECRET
        assert told["length"] > 1000

        assert await status("POST", "/telegram", data=io.BytesIO(b"x" * 1_000_000)) == 200
        assert await status("POST", "/telegram", data=io.BytesIO(b"x" * 2_000_000)) in (413, 502)
        for method in ("GET", "PUT", "DELETE"):
            assert await status(method, "/telegram") in (404, 405)
        for path in ("/", "/telegram/more", "/healthz", "/metrics", "/telegra"):
            assert await status("POST", path, json={}) == 404, path
    async with (
        aiohttp.ClientSession() as plain,
        plain.post(f"http://localhost:{http}/telegram", json={}, allow_redirects=False) as said,
    ):
        assert said.status in (301, 308, 404)

    # No other user of this machine can even knock.
    code, _ = await machine.runs(
        *("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"),
        *("test", "-w", "/run/quizbot/webhook.sock"),
    )
    assert code != 0
    assert SECRET not in await machine.log("quizbot")


@pytest.fixture
async def ports_and_trust(certificate):
    return ports(2), ssl.create_default_context(cafile=certificate / "ca.pem")


@pytest.fixture
async def town(tmp_path, ports_and_trust):
    """With a Telegram that trusts the certificate."""
    _, trust = ports_and_trust
    async with StandIn(people=(), trust=trust) as far, aiohttp.ClientSession() as http:
        town = Town(far, http, tmp_path)
        yield town
        assert not town.unanswered()


async def test_people_play_through_a_proxy(
    machine, proxy, town, ben, anna, certificate, ports_and_trust
):
    (https, http), _ = ports_and_trust
    proxies.INSTALL[proxy](machine, certificate, https, http)
    town.serves("kitchen/tea", "sky/moon")
    machine.shows(town.questions, "/srv/sets")
    machine.puts("/etc/quizbot/token", f"{town.far.token}\n", 0o600)
    address = f"https://localhost:{https}/telegram"
    polling = (
        f"QUIZBOT_API_URL={town.far.url}\nQUIZBOT_QUESTIONS=/srv/sets\nNO_PROXY=127.0.0.1\n"
        "QUIZBOT_STATUS_LISTEN=127.0.0.1:8081\n"
    )
    machine.puts("/etc/quizbot/quizbot.env", f"{polling}QUIZBOT_WEBHOOK_URL={address}\n")
    await machine.boots()
    await proxies.start(machine, proxy)
    await machine.does("systemctl start quizbot")
    await until(lambda: town.far.world.webhook, "Telegram knows where to send updates")
    town.bot = machine
    await ben.plays_moon(1)
    assert "1 of 2 points" in ben.whole_chat()
    assert town.far.world.webhook["url"] == address
    assert not [r for r in town.far.requests if r.method == "getUpdates"]
    alive = await machine.does("curl --silent --fail http://127.0.0.1:8081/healthz")
    assert json.loads(alive)["alive"] is True

    # Whoever answers while the bot is killed has answered all the same.
    await anna.sends("/start set-tea")
    await anna.taps("Inizia")
    await machine.does("systemctl kill --signal=KILL --kill-whom=main quizbot")
    await anna.taps("Camelia", "Avanti", "Aria", "Avanti", "Calda", "Vedi il")
    assert "3 punti su 3" in anna.whole_chat()

    # Back to polling, by one line of the settings.
    town.bot = None
    await machine.does("sed --in-place /WEBHOOK_URL/d /etc/quizbot/quizbot.env")
    await machine.does("systemctl stop quizbot")
    await ben.sends("/stats")
    await machine.does("systemctl start quizbot")
    town.bot = machine
    await ben.waits()
    assert [r for r in town.far.requests if r.method == "getUpdates"]
    assert not town.far.world.webhook
