"""Rules about what may be bought from whom: reports, headers, vehicles, deaths, voters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skiptrace.compliance.policy.certification import codes_of
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import CallFacts, Method
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.card import ConnectorCard, Recipient
from skiptrace.model.subject import EntityKind

_BUREAU = Recipient.CONSUMER_REPORTING_AGENCY
_SEALED = frozenset({"bank_account", "bank_balance", "call_records"})
_BUYS = frozenset({Recipient.DATA_BROKER, _BUREAU})


def carried(asked: Asked, call: CallFacts) -> frozenset[str]:
    """The purposes of the order that the card allows: those that the call is made on."""
    return asked.facts.purposes & call.card.purposes


def buys_reports_on_a_purpose(asked: Asked) -> Iterator[Said]:
    """A consumer report is bought of a natural person, on a purpose of the FCRA, for this inquiry.

    The purpose for judgments needs counsel's release.
    """
    call, facts = asked.facts.call, asked.facts
    if call is None or call.card.recipient is not _BUREAU:
        return
    if facts.subject is not None and facts.subject.kind is EntityKind.ORGANIZATION:
        yield Said(Severity.BLOCK, "a consumer report is of a natural person who is liable")
    codes = {code for code in carried(asked, call) if code.startswith("FCRA-")}
    if not codes:
        yield Said(Severity.BLOCK, "a consumer report needs a purpose of the FCRA")
    elif codes == {"FCRA-3A-JUDG"} and facts.matter.approved is not Truth.YES:
        yield Said(Severity.LEGAL, "the purpose for judgments is released by counsel")


def buys_reports_by_contract(asked: Asked) -> Iterator[Said]:
    """A consumer report is bought under a contract whose yearly certification is live.

    A vendor whose codes are known is asked on a purpose that it has a code for, never on ours; one
    that wants a code of a law with each inquiry is not asked without.
    """
    call, day = asked.facts.call, asked.facts.day
    if call is None:
        return
    vendor, codes = asked.law.vendor_table.vendors.get(call.card.id), codes_of(asked.law, call.card)
    if vendor is None and call.card.recipient is _BUREAU:
        yield Said(Severity.BLOCK, "no subscriber contract with this agency is on file")
    elif vendor is not None and vendor.certified_until < day:
        words = f"the certification to this vendor ended on {vendor.certified_until}"
        yield Said(Severity.BLOCK, words)
    coded = carried(asked, call) & codes.keys()
    lacking = sorted(law for law in call.card.certify if not _of(law, coded))
    if lacking:
        words = f"the vendor wants its code of the {lacking[0]}, and none is known for the purpose"
        yield Said(Severity.BLOCK, words)
    elif codes and not coded:
        yield Said(Severity.BLOCK, "the vendor has no code for the purpose of this call")


def keeps_data_in_the_country(asked: Asked) -> Iterator[Said]:
    """Bulk personal data reach no country of concern, neither by who asks nor by the vendor."""
    call, concern = asked.facts.call, set(asked.law.settings.foreign.concern)
    if call is None:
        return
    vendor = asked.law.vendor_table.vendors.get(call.card.id)
    if asked.facts.actor.country in concern:
        yield Said(Severity.BLOCK, "the actor is in a country of concern")
    if vendor is not None and vendor.country in concern:
        yield Said(Severity.BLOCK, "the vendor is in a country of concern")


def buys_headers_on_a_purpose(asked: Asked) -> Iterator[Said]:
    """Who sells header data under the GLBA is asked on one of its purposes."""
    call = asked.facts.call
    if call is None or call.card.recipient not in _BUYS or not _has(call.card, "GLB-"):
        return
    codes = carried(asked, call)
    if codes and not any(code.startswith(("GLB-", "FCRA-")) for code in codes):
        yield Said(Severity.BLOCK, "header data need a purpose of the GLBA")


def never_by_pretext(asked: Asked) -> Iterator[Said]:
    """Bank and call records are had by court process only."""
    call = asked.facts.call
    if call is not None and call.card.yields & _SEALED and not asked.facts.matter.process.strip():
        yield Said(Severity.BLOCK, "bank and call records need court process")


def never_by_deception(asked: Asked) -> Iterator[Said]:
    """No pretext, no posing, no false profile, no social contact, in any connector."""
    call = asked.facts.call
    if call is not None and call.method is not Method.ASKED_OPENLY:
        yield Said(Severity.BLOCK, "the source would be asked by deception")


def corrects_vehicle_records(asked: Asked) -> Iterator[Said]:
    """A motor-vehicle record verifies what the debtor submitted, or serves an approved matter."""
    call = asked.facts.call
    if call is None or not _has(call.card, "DPPA-"):
        return
    codes = carried(asked, call)
    if "DPPA-B3" in codes and "DPPA-B4" not in codes and call.submitted is not Truth.YES:
        severity = Severity.BLOCK if call.submitted is Truth.NO else Severity.HOLD
        yield Said(severity, "no item that the debtor submitted is on file to be verified")


def litigates_with_vehicle_records(asked: Asked) -> Iterator[Said]:
    """For litigation a motor-vehicle record needs a matter that an attorney approved."""
    call, matter = asked.facts.call, asked.facts.matter
    if call is None or "DPPA-B4" not in carried(asked, call):
        return
    if not matter.id.strip():
        yield Said(Severity.BLOCK, "no legal matter is named")
    elif matter.approved is not Truth.YES:
        yield Said(Severity.BLOCK, "no attorney other than who asks approved the matter")
    if matter.solicits is not Truth.NO:
        yield Said(Severity.BLOCK, "never to solicit")


def reads_deaths_by_certificate(asked: Asked) -> Iterator[Said]:
    """Limited-access death data are asked for only under a live certification."""
    call, until = asked.facts.call, asked.law.settings.deaths.certified_until
    if call is None:
        return
    codes = carried(asked, call)
    is_limited = bool(codes & {"DMF-BUS", "DMF-FRAUD"}) and "DMF-OPEN" not in codes
    if is_limited and (until is None or until < asked.facts.day):
        ended = f" ended on {until}" if until is not None else " is not on file"
        yield Said(Severity.BLOCK, f"the certification for limited-access deaths{ended}")


def leaves_voters_alone(asked: Asked) -> Iterator[Said]:
    """Voter data are used for collection nowhere but where counsel's list names the basis."""
    call, table = asked.facts.call, asked.law.voter
    if call is None or not _is_about(call.card, "voter"):
        return
    state = call.card.jurisdiction.removeprefix("US-")[:2]
    if state in table.forbidden:
        yield Said(Severity.BLOCK, f"{state} forbids voter data for collection")
    elif state not in table.allowed:
        yield Said(Severity.BLOCK, "no basis of counsel's opens this state's voter data")


def asks_the_post_by_process(asked: Asked) -> Iterator[Said]:
    """Box holders and changes of address are asked for service of process or under a licence."""
    call, matter = asked.facts.call, asked.facts.matter
    if call is None or "SERVE" not in call.card.purposes:
        return
    if "SERVE" not in carried(asked, call):
        yield Said(Severity.HOLD, "the Postal Service is asked for service of process")
    elif not (matter.id.strip() and matter.process.strip()):
        yield Said(Severity.HOLD, "no request form with its matter is on file")


def sends_verification_to_an_address(asked: Asked) -> Iterator[Said]:
    """To send verification of a disputed debt, an address is looked for and nothing else."""
    call = asked.facts.call
    if call is None or asked.facts.purposes != {"SEND_VERIFICATION"}:
        return
    if "address" not in call.card.yields:
        yield Said(Severity.HOLD, "to send verification an address is looked for, nothing else")


def spends_little_on_little(asked: Asked) -> Iterator[Said]:
    """For a small balance only free and public sources are asked."""
    call = asked.facts.call
    if call is not None and asked.is_held("SMALLBAL") and call.card.cost.is_paid:
        yield Said(Severity.HOLD, "the balance is too small for a paid source")


def _has(card: ConnectorCard, prefix: str) -> bool:
    return any(code.startswith(prefix) for code in card.purposes)


def _of(law: str, purposes: frozenset[str]) -> bool:
    return any(purpose.startswith(f"{law}-") for purpose in purposes)


def _is_about(card: ConnectorCard, word: str) -> bool:
    return word in f"{card.id} {card.lineage} {card.title}".casefold()


WITHHELD: Mapping[str, str] = {"R51": "DEC-SUSP"}
"""By the rule on which a source keeps back what it has on record, the hold that says so."""
_CALL = frozenset({Stage.CALL})
_B, _H = Severity.BLOCK, Severity.HOLD
_FCRA = "15 USC 1681b(a)(3)(A), (f); 15 USC 1681e(a)"
RULES = (
    Rule("R27", "a consumer report's purpose", _FCRA, _CALL, _B, buys_reports_on_a_purpose),
    Rule(
        "R62",
        "contracts with agencies",
        "15 USC 1681e(a); subscriber terms",
        _CALL,
        _B,
        buys_reports_by_contract,
    ),
    Rule("R63", "countries of concern", "28 CFR 202", _CALL, _B, keeps_data_in_the_country),
    Rule("R36", "header data", "15 USC 6802(e)", _CALL, _B, buys_headers_on_a_purpose),
    Rule("R37", "pretexting", "15 USC 6821(a)-(b); 18 USC 1039", _CALL, _B, never_by_pretext),
    Rule(
        "R13",
        "deception",
        "12 CFR 1006.18(d), 1006.22(f)(4); 15 USC 1692e(10)",
        _CALL,
        _B,
        never_by_deception,
    ),
    Rule("R42", "vehicle records", "18 USC 2721(b)(3)", _CALL, _B, corrects_vehicle_records),
    Rule(
        "R43",
        "vehicle records in litigation",
        "18 USC 2721(b)(4); Maracich v. Spears (2013)",
        _CALL,
        _B,
        litigates_with_vehicle_records,
    ),
    Rule(
        "R51",
        "limited-access deaths",
        "42 USC 1306c; 15 CFR 1110.101-102",
        _CALL,
        _B,
        reads_deaths_by_certificate,
    ),
    Rule("R53", "voters", "Cal. Elec. 2194; 2 CCR 19003-19004", _CALL, _B, leaves_voters_alone),
    Rule("R55", "the post", "39 CFR 265.14(d)", _CALL, _H, asks_the_post_by_process),
    Rule(
        "R16",
        "disputes in the validation period",
        "12 CFR 1006.38(c), (d)(2); 15 USC 1692g(b)",
        _CALL,
        _B,
        sends_verification_to_an_address,
    ),
    Rule("POLICY", "the house's own policy", "no statute", _CALL, _H, spends_little_on_little),
)
