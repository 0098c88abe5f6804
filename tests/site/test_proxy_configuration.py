"""The proxy's configurations of the operator's guide: nginx itself reads them, and they say what they must."""

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

FOLDER = Path(__file__).resolve().parents[2] / "docs/operations/proxy"
ZONES = ("internet", "extranet")


def text(zone: str) -> str:
    return (FOLDER / f"{zone}.conf").read_text(encoding="utf-8")


@pytest.mark.parametrize("zone", ZONES)
def test_nginx_reads_it(zone: str, tmp_path: Path) -> None:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed on this machine")
    certificate(tmp_path)
    site = text(zone).replace("/etc/tongban/tls/", f"{tmp_path}/").replace("/var/log/nginx/", f"{tmp_path}/")
    # the checks' account may not open the ports below 1024
    site = re.sub(r"listen (80|443)\b", lambda found: f"listen 127.0.0.1:2{int(found[1]):04}", site)
    (tmp_path / "site.conf").write_text(site)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/nginx.pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\n"
        f"http {{ access_log {tmp_path}/access.log; client_body_temp_path {tmp_path}/b; proxy_temp_path {tmp_path}/p; fastcgi_temp_path {tmp_path}/f;\n"
        f"uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s; include {tmp_path}/site.conf; }}\n"
    )
    done = subprocess.run(
        [
            program,
            "-t",
            "-p",
            str(tmp_path),
            "-e",
            str(tmp_path / "start.log"),
            "-c",
            str(tmp_path / "nginx.conf"),
        ],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr, done.stderr


@pytest.mark.parametrize("zone", ZONES)
def test_what_a_stranger_says_of_the_address_is_replaced(zone: str) -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text(zone)
    assert "$proxy_add_x_forwarded_for" not in text(zone)


@pytest.mark.parametrize("zone", ZONES)
def test_only_the_named_host_is_answered_and_only_over_tls(zone: str) -> None:
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text(zone)
    assert "return 444;" in text(zone) and "return 308 https://" in text(zone)


def test_the_internets_proxy_knows_no_workbench() -> None:
    assert "location ~* ^/work(/|$) { return 404; }" in text("internet")
    assert "location ~* ^/work" not in text("extranet")


def certificate(folder: Path) -> None:
    """A certificate of a minute's worth."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "banshi.example.gov.cn")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(minutes=10))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
