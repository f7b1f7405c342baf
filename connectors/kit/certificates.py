"""Certificates for the tests of sources that know us by one: made here, trusted by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from connectors.engine.section import ClientCertificate

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """A certificate and its key in PEM; the key locked where it has a password."""

    certificate: str
    key: str


class Authority:
    """Signs certificates of one name each; `pem` is what whoever trusts it needs."""

    def __init__(self, name: str = "Test authority") -> None:
        self._key, self._name = new_key(SECP256R1()), _name(name)
        self.pem = _pem(self._signed(self._name, self._key, is_authority=True))

    def pair(self, name: str, ends: timedelta = _DAY, password: str = "") -> Pair:
        """A certificate for a server at that address, or a client of that name, and its key.

        `ends` is how long from now it is valid; an end in the past has begun before that.
        """
        key = new_key(SECP256R1())
        lock = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock).decode("ascii")
        return Pair(_pem(self._signed(_name(name), key, ends, name)), text)

    def _signed(
        self,
        subject: x509.Name,
        key: EllipticCurvePrivateKey,
        ends: timedelta = _DAY,
        address: str = "",
        is_authority: bool = False,
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(self._name, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(now, now + ends) - _DAY)
            .not_valid_after(now + ends)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if _is_address(address):
            names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
            made = made.add_extension(names, critical=False)
        return made.sign(self._key, SHA256())


@lru_cache(maxsize=1)
def _customer() -> Pair:
    return Authority().pair("customer")


def client_secrets(client: ClientCertificate) -> dict[str, str]:
    """The secrets that a source which asks for a certificate is given in a test."""
    pair = _customer()
    return {client.certificate: pair.certificate, client.key: pair.key}


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode("ascii")
