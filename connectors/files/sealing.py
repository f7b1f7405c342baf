"""OpenPGP (RFC 9580) around the files of an exchange, where a house and its vendor agreed so.

A request is encrypted to the vendor's key and signed by ours; a reply is believed only if it was
encrypted to ours and bears a valid signature of the vendor's. No message holds a word of a file, or
of what the library says.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.files.layout import FilesSection
from skiptrace.model.errors import ConfigError, SourceChanged, SourceRefused
from skiptrace.model.ports import Clock

if TYPE_CHECKING:
    from pysequoia import Cert

OUR_KEY, OUR_PASSPHRASE, THEIR_KEY = "openpgp_key", "openpgp_passphrase", "openpgp_vendor"
"""Secrets: our private key, the passphrase of one that is locked, the vendor's public key."""
SUFFIX = "openpgp_suffix"
"""The option that says what stands behind the names of encrypted files."""
_USUAL_SUFFIX = ".pgp"
_INSTALL = "files are encrypted by OpenPGP: pip install 'skiptrace[openpgp]'"
_TROUBLE: Mapping[str, str] = {
    "No key to decrypt message": "it is encrypted to another key than ours",
    "Missing session key": "it was changed on its way, or is cut",
    "Signature verification failed": "it bears no valid signature of the vendor's key",
}
"""What the library's errors mean, by how they begin; any other is told as no message at all."""
_NO_MESSAGE = "it is no whole OpenPGP message"


class Seal:
    """Encrypts and opens the files of one source, by its installation's keys."""

    def __init__(self, ours: Any, theirs: Cert, passphrase: str, clock: Clock) -> None:
        self._signer = ours.signer(passphrase or None)
        self._decryptor = ours.decryptor(passphrase or None)
        self._own, self._theirs = ours.extract_certificate(), theirs
        self._clock = clock

    def sealed(self, body: bytes) -> bytes:
        """A request, encrypted and signed.

        Raises SourceRefused where one of the keys has ended, so that nothing leaves under it.
        """
        from pysequoia import encrypt

        self._check(self._theirs, "the vendor's")
        self._check(self._own, "our")
        return encrypt(body, recipients=[self._theirs], signer=self._signer)

    def opened(self, body: bytes) -> bytes:
        """A reply as it was before it was encrypted.

        Raises SourceChanged for one that is not encrypted, not to our key, not signed by the
        vendor's, changed on its way, cut, or no message.
        """
        from pysequoia import decrypt, verify

        try:
            found = decrypt(body, decryptor=self._decryptor, store=lambda _: [self._theirs])
        except (RuntimeError, ValueError) as error:
            said = str(error)
            known = (words for start, words in _TROUBLE.items() if said.startswith(start))
            raise SourceChanged(f"OpenPGP: {next(known, _NO_MESSAGE)}") from None
        try:
            verify(bytes=body, store=lambda _: [self._theirs])
        except (RuntimeError, ValueError):
            return found.bytes or b""
        raise SourceChanged("OpenPGP: the reply is signed and not encrypted")

    def proved(self) -> str:
        """What holds of the keys, in words; raises SourceRefused where one has ended."""
        ends = [self._check(self._theirs, "the vendor's"), self._check(self._own, "our")]
        theirs, own = (
            f"{cert.fingerprint.upper()} ({end})"
            for cert, end in zip((self._theirs, self._own), ends, strict=True)
        )
        return f"files are encrypted to the vendor's key {theirs} and signed by ours, {own}"

    def _check(self, cert: Cert, whose: str) -> str:
        """Until when a key holds, in words."""
        end = cert.expiration
        if cert.is_revoked:
            raise SourceRefused(f"OpenPGP: {whose} key was revoked")
        if end is not None and end <= self._clock():
            raise SourceRefused(f"OpenPGP: {whose} key ended on {end.date()}")
        return f"until {end.date()}" if end is not None else "without an end"


def seal_of(loaded: LoadedCard, settings: SourceSettings) -> Seal | None:
    """How an installation encrypts the files of a source; None where it does not.

    Raises ConfigError naming the setting: one key without the other, what is no key, a passphrase
    that does not open it, the package that is not there.
    """
    where, secrets = f"sources.{loaded.card.id}", settings.secrets
    ours, theirs = secrets.get(OUR_KEY, ""), secrets.get(THEIR_KEY, "")
    if not (ours or theirs):
        return None
    if not (ours and theirs):
        lacks = THEIR_KEY if ours else OUR_KEY
        raise ConfigError(f"{where}: secret {lacks} is not set, and the other key is")
    if importlib.util.find_spec("pysequoia") is None:
        raise ConfigError(f"{where}: {_INSTALL}")
    from pysequoia import Cert, Tsk

    try:
        vendor = Cert.from_bytes(theirs.encode())
    except (RuntimeError, ValueError):
        raise ConfigError(f"{where}: secret {THEIR_KEY}: is no OpenPGP public key") from None
    try:
        own = Tsk.from_bytes(ours.encode())
    except (RuntimeError, ValueError):
        raise ConfigError(f"{where}: secret {OUR_KEY}: is no OpenPGP private key") from None
    try:
        return Seal(own, vendor, secrets.get(OUR_PASSPHRASE, ""), settings.clock)
    except (RuntimeError, ValueError):
        words = f"no private key that signs and opens, or {OUR_PASSPHRASE} is not its passphrase"
        raise ConfigError(f"{where}: secret {OUR_KEY}: {words}") from None


def sealed_names(
    section: FilesSection, seal: Seal | None, options: Mapping[str, str]
) -> FilesSection:
    """The table with the names that encrypted files have."""
    if seal is None:
        return section
    suffix = options.get(SUFFIX, _USUAL_SUFFIX)
    request = section.request.model_copy(update={"name": section.request.name + suffix})
    reply = section.reply.model_copy(update={"name": section.reply.name + suffix})
    return section.model_copy(update={"request": request, "reply": reply})
