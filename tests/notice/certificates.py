"""Certificates of our own making, and an issuer that a test may trust."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Whoever vouches for servers."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    file: Path
    """Its certificate, for whoever trusts it."""


def make_issuer(place: Path) -> Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Test issuer")
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - 100 * DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = place / "issuer.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Issuer(key=key, certificate=certificate, file=file)


def make_certificate(
    place: Path, issuer: Issuer | None = None, *, host: str = "127.0.0.1", days: int = 1
) -> ssl.SSLContext:
    """A server's context for that address, valid until so many days from now.

    Without an issuer one is made that nobody trusts.
    """
    issuer = issuer or make_issuer(place)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    vouched = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name(host))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(now - 50 * DAY)
        .not_valid_after(now + days * DAY)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), critical=False
        )
        .add_extension(vouched, critical=False)
        .sign(issuer.key, hashes.SHA256())
    )
    file = place / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
