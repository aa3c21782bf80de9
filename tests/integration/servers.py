"""Real web servers with the settings that the handbook gives, and a small site for them to serve."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

import pytest

HANDBOOK = Path(__file__).parents[2] / "content/guide/09-fabu.md"
PROGRAMS = {"nginx": "nginx", "caddy": "caddy", "apache": "apache2"}
SERVERS = tuple(PROGRAMS)


@dataclass(frozen=True)
class Answer:
    """What a server said; header names in lower case; `body` as it should be read, packed or not."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server, on one port without and on another with TLS. `ask` opens a connection of its own."""

    name: str
    port: int
    tls_port: int

    def ask(self, path: str, *, tls: bool = False, **headers: str) -> Answer:
        connection = self.connect_by_tls() if tls else self.connect()
        try:
            return ask(connection, path, **headers)
        finally:
            connection.close()

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def connect_by_tls(self) -> http.client.HTTPSConnection:
        """Whoever signed the certificate: it is made for the test."""
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        return http.client.HTTPSConnection("127.0.0.1", self.tls_port, timeout=10, context=trusting)


def ask(connection: http.client.HTTPConnection, path: str, **headers: str) -> Answer:
    """One question over a connection that may be asked more; `if_none_match=` for the header If-None-Match."""
    connection.request("GET", quote(path), headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    found = {k.lower(): v for k, v in answer.getheaders()}
    return Answer(answer.status, found, gzip.decompress(body) if found.get("content-encoding") == "gzip" else body)


def snippet(name: str) -> str:
    """The settings that the handbook gives for one server."""
    part = HANDBOOK.read_text("utf-8").split(f"{{#{name}}}\n", 1)[1].split("\n### ", 1)[0]
    found = re.findall(r"^```[a-z]+\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    assert len(found) == 1, name
    return found[0]


def without(what: str) -> NoReturn:
    """Skip, or fail in CI, since the server is not to be had (tests/prepare.sh brings it)."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is needed in CI")
    pytest.skip(f"{what} is not to be had here")


@contextlib.contextmanager
def running(name: str, home: Path, root: Path) -> Iterator[Server]:
    """The server serves `root` with the handbook's settings; `home` is a folder for its own files."""
    program = shutil.which(PROGRAMS[name]) or shutil.which(PROGRAMS[name], path="/usr/sbin:/usr/local/sbin")
    if program is None:
        without(PROGRAMS[name])
    certificate(home)
    for _ in range(3):  # the free ports may be taken by others before the server has them
        port, tls = _free_port(), _free_port()
        words = globals()[f"_{name}"](program, home, root, port, tls)
        log = home / "log"
        environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
        with log.open("wb") as stream:
            process = subprocess.Popen(words, cwd=home, env=environment, stdout=stream, stderr=subprocess.STDOUT)
        try:
            if _answers(process, port) and _answers(process, tls):
                yield Server(name, port, tls)
                return
        finally:
            process.terminate()
            process.wait(10)
    pytest.fail(log.read_text("utf-8", "replace"))


def certificate(home: Path) -> None:
    """A certificate for 127.0.0.1 that it signs itself, and its key: `home`/cert.pem and `home`/key.pem."""
    if shutil.which("openssl") is None:
        without("openssl")
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    words += " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    subprocess.run(words.split(), cwd=home, check=True, capture_output=True, timeout=60)
    (home / "key.pem").chmod(0o644)  # servers read it as nobody


def _free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    for _ in range(200):
        if process.poll() is not None:
            return False
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.05)
    return False


def _filled(name: str, changes: Mapping[str, str]) -> str:
    text = snippet(name)
    for old, new in changes.items():
        assert text.count(old) == 1, (name, old)
        text = text.replace(old, new)
    return text


def _nginx(program: str, home: Path, root: Path, port: int, tls: int) -> list[str]:
    listen = (
        f"listen 127.0.0.1:{port}; listen 127.0.0.1:{tls} ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;"
    )
    site = _filled("nginx", {"listen 80;": listen, "/srv/www/pufa": f'"{root}"'})
    shutil.copyfile("/etc/nginx/mime.types", home / "mime.types")
    temp = "".join(f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (home / "nginx.conf").write_text(
        f"daemon off; worker_processes 2; pid {home}/pid; error_log stderr;\nevents {{ }}\n"
        f"http {{ include mime.types; default_type application/octet-stream; access_log off; {temp}\n{site}\n}}\n",
        "utf-8",
    )
    return [program, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", "stderr"]


def _caddy(program: str, home: Path, root: Path, port: int, tls: int) -> list[str]:
    """The same settings for both ports: a block takes its certificate only where it has TLS."""
    plain = _filled("caddy", {"www.example.gov.cn": f"http://127.0.0.1:{port}", "/srv/www/pufa": f'"{root}"'})
    own = f'"{root}"\n\ttls {home}/cert.pem {home}/key.pem'
    safe = _filled("caddy", {"www.example.gov.cn": f"https://127.0.0.1:{tls}", "/srv/www/pufa": own})
    (home / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{plain}\n{safe}", "utf-8")
    return [program, "run", "--config", str(home / "Caddyfile"), "--adapter", "caddyfile"]


def _apache(program: str, home: Path, root: Path, port: int, tls: int) -> list[str]:
    """The settings lie in the site as `.htaccess`, as most will have them."""
    modules = "mpm_event authz_core mime dir alias headers deflate filter ssl".split()
    folder = next(f for f in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules") if Path(f).is_dir())
    loads = "\n".join(f"LoadModule {m}_module {folder}/mod_{m}.so" for m in modules)
    (home / "apache.conf").write_text(
        f"ServerRoot {home}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nListen 127.0.0.1:{tls}\nPidFile {home}/pid\nErrorLog /dev/stderr\n"
        f"{loads}\nTypesConfig /etc/mime.types\nUser nobody\nGroup nogroup\nDefaultRuntimeDir {home}\n"
        f'DocumentRoot "{root}"\n<Directory "{root}">\nAllowOverride All\nRequire all granted\n</Directory>\n'
        f"<VirtualHost 127.0.0.1:{tls}>\nSSLEngine on\nSSLCertificateFile {home}/cert.pem\nSSLCertificateKeyFile {home}/key.pem\n"
        "</VirtualHost>\n",
        "utf-8",
    )
    (root / ".htaccess").write_text(snippet("apache"), "utf-8")
    return [program, "-D", "FOREGROUND", "-f", str(home / "apache.conf")]
