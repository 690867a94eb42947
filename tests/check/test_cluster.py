"""A cluster on this machine: a scheduler and two workers that listen on loopback only."""

# ruff: noqa: S603  it runs our own code
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cli.command import PLAIN_MAIL, environment, run
from cli.mails import make_letter, make_setup, make_shard, short
from kakekomi.check.cluster import MAX_IDLE_SETUPS, _Crews, carried
from kakekomi.check.inputs import Found, Input, Letter
from kakekomi.check.outcome import Problem
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.mail.context import MailContext

pytest.importorskip("distributed", reason="needs the extra 'dask'")

CLUSTER = """
import sys
from distributed import LocalCluster, Security
tls = dict(zip(("tls_ca_file", "cert", "key"), sys.argv[1:]))
security = Security(
    tls_ca_file=tls["tls_ca_file"],
    require_encryption=True,
    **{f"tls_{who}_{what}": tls[what]
       for who in ("client", "scheduler", "worker") for what in ("cert", "key")},
) if tls else None
if __name__ == "__main__":
    with LocalCluster(
        host="127.0.0.1", n_workers=2, threads_per_worker=1, dashboard_address=None,
        worker_dashboard_address=None, security=security, silence_logs=50,
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def _cluster(folder: Path, *tls: str) -> Iterator[str]:
    """Its address; it ends with the block."""
    script = folder / "cluster.py"
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, str(script), *tls],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _cluster(tmp_path_factory.mktemp("cluster")) as address:
        yield address


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    attack = make_demo_mail()
    for number in range(600):
        data = attack if number % 100 == 7 else PLAIN_MAIL
        (folder / f"{number:03}.eml").write_bytes(data)
    return folder


def _documents(out: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) | {"checked_at": ""} for line in out.splitlines()]


def test_a_cluster_gives_the_same_in_the_same_order(address: str, folder: Path) -> None:
    here = run("check", "mail", str(folder), "--format", "jsonl")
    there = run("check", "mail", str(folder), "--format", "jsonl", "--dask", address)

    assert (there.status, there.complaint) == (20, "")
    assert _documents(there.out) == _documents(here.out)
    assert len(_documents(there.out)) == 600


def test_a_check_goes_on_here_that_began_on_a_cluster(
    address: str, folder: Path, tmp_path: Path
) -> None:
    arguments = ["check", "mail", str(folder), "--format", "jsonl", "--resume", str(tmp_path / "l")]

    there = run(*arguments, "--dask", address)
    here = run(*arguments)

    assert (there.complaint, here.complaint) == ("", "")
    assert there.out == here.out


def test_a_file_that_cannot_be_read_is_told(address: str) -> None:
    ran = run("check", "mail", "/no/such.eml", "--dask", address)

    assert ran.status == 2
    assert ran.complaint.startswith("/no/such.eml: there is no such file")


def test_where_no_cluster_is_that_is_said_and_nothing_is_checked(folder: Path) -> None:
    ran = run("check", "mail", str(folder), "--dask", "nonsense://x")

    assert (ran.status, ran.text) == (2, "")
    assert "no cluster at 'nonsense://x'" in ran.complaint


def test_a_cluster_is_spoken_to_in_secret(folder: Path, tmp_path: Path) -> None:
    authority, certificate, key = _certificates(tmp_path)
    with _cluster(tmp_path, authority, certificate, key) as address:
        assert address.startswith("tls://")
        known = run(
            "check", "mail", str(folder), "--format", "jsonl", "--dask", address,
            "--dask-tls-ca", authority, "--dask-tls-cert", certificate, "--dask-tls-key", key,
        )  # fmt: skip

    assert (known.status, known.complaint) == (20, "")
    assert len(_documents(known.out)) == 600


def _certificates(folder: Path) -> tuple[str, str, str]:
    """Authority, certificate and key, the authority being the certificate itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = folder / "authority.pem", folder / "certificate.pem", folder / "key.pem"
    for path, data in zip(paths, (certificate.public_bytes(pem),) * 2 + (secret,), strict=True):
        path.write_bytes(data)
    return str(paths[0]), str(paths[1]), str(paths[2])


def test_without_the_extra_it_is_said_what_to_install(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')")

    ran = run("check", "mail", str(folder), "--dask", "tcp://x", env={"PYTHONPATH": str(tmp_path)})

    assert (ran.status, ran.text) == (2, "")
    assert "pip install 'kakekomi[dask]'" in ran.complaint


def test_files_are_read_here_and_carried(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(PLAIN_MAIL)
    letter = make_letter()
    sources: list[Found] = [
        Input(path=str(path), name="a"),
        letter,
        Input(path="/no/such", name="b"),
    ]

    assert list(carried(sources)) == [
        Letter(name="a", data=PLAIN_MAIL, path=str(path)),
        letter,
        Problem(name="b", key="problem.no_such_file"),
    ]


def test_processes_of_setups_that_nobody_uses_any_more_are_ended() -> None:
    crews = _Crews()
    setups = [
        pickle.dumps(make_setup(context=MailContext(own_domains=(f"{n}.example",))))
        for n in range(MAX_IDLE_SETUPS + 2)
    ]
    for setup in setups:
        assert short(crews.check(setup, make_shard(make_letter("m")))) == [("m", "nothing_found")]

    assert list(crews._workers) == setups[-MAX_IDLE_SETUPS:]
    for workers in crews._workers.values():
        workers.close()
