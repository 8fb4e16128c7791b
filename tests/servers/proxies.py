"""nginx and Caddy in front of the bot, on a machine set up as deploy/README.md says."""

from pathlib import Path

from tests.servers.machine import Machine, unit

UNITS = "/etc/systemd/system"
PROXIES = {"nginx": "www-data", "caddy": "caddy"}  # and the users they run as


def install_nginx(machine: Machine, certificate: Path, https: int, http: int) -> Path:
    """The site, for localhost at other ports. Returns the authority to trust."""
    site = unit("nginx.conf")
    for old, new in (
        ("quiz.example.org", "localhost"),
        ("listen 443 ", f"listen {https} "),
        ("listen [::]:443 ", f"listen [::]:{https} "),
        ("listen 80;", f"listen {http};"),
        ("listen [::]:80;", f"listen [::]:{http};"),
    ):
        assert old in site
        site = site.replace(old, new)
    machine.puts("/etc/nginx/sites-enabled/quizbot", site)
    machine.puts("/etc/nginx/sites-enabled/default", "")
    for name, source in (("fullchain", "cert"), ("privkey", "key")):
        made = (certificate / f"{source}.pem").read_text("utf-8")
        machine.puts(f"/etc/letsencrypt/live/localhost/{name}.pem", made, 0o600)
    return certificate / "ca.pem"


def install_caddy(machine: Machine, certificate: Path, https: int, http: int) -> Path:
    """The Caddyfile as it is, under options that have it certify and listen for itself."""
    options = f"{{\n\tlocal_certs\n\tskip_install_trust\n\tadmin off\n\thttps_port {https}\n"
    authority = "\tpki {\n\t\tca local {\n\t\t\troot {\n\t\t\t\tcert /etc/caddy/ca.pem\n"
    authority += "\t\t\t\tkey /etc/caddy/ca-key.pem\n\t\t\t}\n\t\t}\n\t}\n"
    text = f"{options}\thttp_port {http}\n{authority}}}\n{unit('Caddyfile')}"
    machine.puts("/etc/caddy/Caddyfile", text)
    for name in ("ca.pem", "ca-key.pem"):
        machine.puts(f"/etc/caddy/{name}", (certificate / name).read_text("utf-8"))
    machine.puts(
        f"{UNITS}/caddy.service.d/domain.conf", "[Service]\nEnvironment=DOMAIN=localhost\n"
    )
    return certificate / "ca.pem"


INSTALL = {"nginx": install_nginx, "caddy": install_caddy}


async def start(machine: Machine, proxy: str) -> None:
    """Let it into the bot's group, and start it."""
    await machine.does("addgroup --system quizbot-proxy")
    await machine.does(f"adduser {PROXIES[proxy]} quizbot-proxy")
    await machine.does(f"systemctl start {proxy}")
