"""Client certificates (mutual TLS): who we are to a source that knows its customers by a key.

A key comes as text, since a secret does, and OpenSSL reads keys from files alone: it gets a file in
memory, or one that only this user may read and that is gone once it was read. No message of this
module holds anything of a certificate or a key.
"""

from __future__ import annotations

import os
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

Trust: TypeAlias = str | Literal[True]
"""The file of the authorities that vouch for the source, or True for those of everybody."""

_REFUSALS = frozenset(
    {
        "TLSV1_ALERT_ACCESS_DENIED",
        "TLSV1_ALERT_UNKNOWN_CA",
        "TLSV13_ALERT_CERTIFICATE_REQUIRED",
        "SSLV3_ALERT_BAD_CERTIFICATE",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        "SSLV3_ALERT_CERTIFICATE_REVOKED",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        "SSLV3_ALERT_HANDSHAKE_FAILURE",
        "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
        "TLSV1_UNRECOGNIZED_NAME",
    }
)
"""The alerts of RFC 8446, section 6.2, by which a server turns a client away, as OpenSSL spells."""


@dataclass(frozen=True, slots=True, repr=False)
class Tls:
    """What a connection needs beside the usual: our certificate, and whom we trust."""

    context: ssl.SSLContext | None
    trust: Trust = True


def client_context(certificate: str, key: str, password: str = "") -> ssl.SSLContext:
    """A context of TLS 1.2 and later that shows this certificate (PEM, with its chain).

    It trusts nobody by itself: whoever connects says whom, and the name is always checked.

    Raises ValueError for what is no PEM, for a key that is not the certificate's or does not open
    with the password.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    text = f"{certificate.strip()}\n{key.strip()}\n"
    try:
        with _file_of(text.encode()) as path:
            context.load_cert_chain(path, password=lambda: password)
    except ssl.SSLError as error:
        words = "expected a certificate and its key in PEM, and the password of one that is locked"
        if error.reason == "KEY_VALUES_MISMATCH":
            words = "the key is not that of the certificate"
        raise ValueError(words) from None
    return context


def refusal_in(error: BaseException) -> str:
    """The alert by which the source turned our certificate away; '' for any other trouble.

    An alert comes authenticated from the source itself, which then served nothing. With TLS 1.3 it
    comes once the request was sent.
    """
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, BaseException) or one in seen:
            continue
        if isinstance(one, ssl.SSLError) and one.reason in _REFUSALS:
            return one.reason
        seen.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
    return ""


@contextmanager
def _file_of(text: bytes) -> Iterator[str]:
    """A file with this text, for as long as it is read."""
    if hasattr(os, "memfd_create"):
        number = os.memfd_create("client", os.MFD_CLOEXEC)
        with os.fdopen(number, "wb") as file:
            file.write(text)
            file.flush()
            yield f"/proc/self/fd/{number}"
        return
    with tempfile.NamedTemporaryFile() as file:
        file.write(text)
        file.flush()
        yield file.name
