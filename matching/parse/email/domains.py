"""What is known of mailbox and domain names: providers' other names, slips, roles, placeholders."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALIASES = {
    "googlemail.com": "gmail.com",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
}
"""Domains of one provider under which one mailbox has one owner, by the provider's own help."""

DOTLESS = frozenset({"gmail.com", "proton.me"})
"""Providers that ignore dots in the mailbox name."""

MISSPELT = {
    slip: domain
    for domain, slips in {
        "gmail.com": "gmial.com gmai.com gmil.com gamil.com gnail.com gmaill.com gmail.con "
        "gmail.co gmail.cm gmail.om gmail.comm gmal.com gmailc.om",
        "yahoo.com": "yaho.com yahooo.com yhaoo.com yahoo.con yahoo.cm yahoo.comm yaoo.com",
        "hotmail.com": "hotmial.com hotmai.com hotmal.com hotmil.com hotmail.con hotmail.cm "
        "hotmaill.com htomail.com",
        "outlook.com": "outlok.com outloook.com outlook.con",
        "aol.com": "aol.con aol.comm aoll.com",
        "icloud.com": "iclod.com icloud.con icoud.com",
        "comcast.net": "comcast.ent comcat.net comacst.net",
    }.items()
    for slip in slips.split()
}
"""Slips of the large providers' domains; none of them is a provider of its own."""

ROLES = _words(
    "abuse accounting accounts admin administrator ap ar billing careers contact customerservice "
    "enquiries help helpdesk hostmaster hr info inquiries jobs legal mail marketing media news "
    "newsletter office orders postmaster privacy reception root sales security service support "
    "webmaster"
)
"""Mailboxes of a function, not of a person (RFC 2142 and custom)."""

NOBODY = _words(
    "none noemail no-email no_email nomail no na n/a test tester refused unknown donotreply "
    "do-not-reply do_not_reply noreply no-reply no_reply noone nobody nil null notprovided "
    "notavailable declined asdf abc xyz xxx"
)
"""Mailbox names that stand for no mailbox."""

NOWHERE = _words(
    "none.com noemail.com nomail.com no.com na.com test.com unknown.com invalid.com email.email "
    "none.none no.no"
)
"""Domains that stand for no address."""

DISPOSABLE = _words(
    "mailinator.com guerrillamail.com guerrillamail.net sharklasers.com 10minutemail.com "
    "temp-mail.org tempmail.com yopmail.com trashmail.com maildrop.cc getnada.com dispostable.com "
    "throwawaymail.com mohmal.com fakeinbox.com mintemail.com emailondeck.com"
)
"""Providers of mailboxes that anybody opens for an hour."""

RELAYS = _words(
    "privaterelay.appleid.com duck.com mozmail.com simplelogin.com users.noreply.github.com "
    "reply.craigslist.org anonaddy.me"
)
"""Forwarders that hide the mailbox behind them."""

SHARED = _words(
    "gmail.com yahoo.com hotmail.com outlook.com live.com msn.com aol.com icloud.com proton.me "
    "ymail.com rocketmail.com att.net sbcglobal.net bellsouth.net comcast.net verizon.net cox.net "
    "charter.net earthlink.net juno.com optonline.net frontier.com frontiernet.net windstream.net "
    "centurylink.net embarqmail.com roadrunner.com netzero.net mail.com gmx.com gmx.net zoho.com "
    "yandex.com fastmail.com hey.com tutanota.com mindspring.com peoplepc.com q.com suddenlink.net "
    "hughes.net cableone.net mchsi.com pacbell.net ameritech.net prodigy.net excite.com lycos.com"
)
"""Providers whose domain says nothing of whose the mailbox is."""
