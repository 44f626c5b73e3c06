"""A server that encrypts what is said, and shows who it is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from funnelboard.cli.main import run
from tests.postgres.server import ACCOUNT, Cluster, Servers

pytestmark = pytest.mark.postgresql


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key, as a server wants them."""
    made, key = folder / f"{name}.crt", folder / f"{name}.key"
    named = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    asked = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named, "-out", made]
    subprocess.run([*asked, "-keyout", key], check=True, capture_output=True)
    key.chmod(0o600)
    if folder.owner() == ACCOUNT:
        shutil.chown(key, ACCOUNT, ACCOUNT)
    return made, key


@pytest.fixture
def trusted(postgres_servers: Servers) -> tuple[Path, Path]:
    """The server's certificate and key."""
    return certificate(postgres_servers.folder, "trusted")


@pytest.fixture
def encrypting(trusted: tuple[Path, Path], make_cluster: Callable[..., Cluster]) -> Cluster:
    """A server that has them."""
    return make_cluster("encrypting", ssl="on", ssl_cert_file=trusted[0], ssl_key_file=trusted[1])


def test_a_board_is_worked_over_an_encrypted_line_to_a_server_that_is_known(
    encrypting: Cluster, trusted: tuple[Path, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    url = f"{encrypting.create_database()}?sslmode=verify-full&sslrootcert={trusted[0]}"
    assert run(["init", "--db", url]) == 0
    assert run(["add", "Acme", "--db", url]) == 0
    encrypting.execute("ALTER SYSTEM SET log_connections = on")
    encrypting.execute("SELECT pg_reload_conf()")
    before = encrypting.log.stat().st_size
    capsys.readouterr()
    assert run(["list", "--db", url]) == 0
    assert "Acme" in capsys.readouterr().out
    assert "SSL enabled" in encrypting.log.read_text()[before:]
    if shutil.which("pg_dump"):
        assert run(["backup", "--db", url, str(tmp_path / "backup")]) == 0


def test_one_that_shows_another_certificate_is_not_told_anything(
    encrypting: Cluster, postgres_servers: Servers, capsys: pytest.CaptureFixture[str]
) -> None:
    other, _ = certificate(postgres_servers.folder, "other")
    url = encrypting.create_database()
    assert run(["init", "--db", url]) == 0
    assert run(["add", "Acme", "--db", f"{url}?sslmode=verify-full&sslrootcert={other}"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()[-1:]
    assert "could not be told from another: certificate verify failed." in sentence
    assert run(["list", "--db", url]) == 0
    assert "Acme" not in capsys.readouterr().out


def test_one_without_encryption_is_not_told_anything_if_it_is_asked_for(
    cluster: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", "--db", f"{cluster.create_database()}?sslmode=require"]) == 1
    (sentence,) = capsys.readouterr().err.splitlines()
    assert "has no encryption, and the URL asks for it" in sentence
