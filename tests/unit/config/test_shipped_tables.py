"""The shipped tables agree with each other, with the model and with the connectors there are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from orders import SUBJECT, make_order

from config.counsel import shipped_counsel
from config.loader import parsed, shipped_text
from config.reliability import Reliability, shipped_reliability
from config.settings import Settings
from config.waterfall import WaterfallFile, shipped_waterfalls, waterfalls
from connectors.registry import discover
from matching.rank.candidates import Thresholds
from skiptrace.model.account import NextAction
from skiptrace.model.errors import ConfigError
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.subject import EntityKind
from tests.tables import each

BANKRUPTCIES = {"BK07-OPEN", "BK11-OPEN", "BK12-OPEN", "BK13-OPEN", "BK-SUSPECT"}
DEATHS = {"DEC-CONF", "DEC-SUSP"}


def test_the_waterfall_names_only_connectors_that_there_are() -> None:
    shipped = shipped_waterfalls()
    named = {c for w in shipped.by_scope.values() for tier in w.tiers for c in tier.connectors}
    assert named <= discover().cards.keys()


def test_every_purpose_of_the_settings_is_in_the_vocabulary() -> None:
    settings = Settings()
    for orders in (settings.nightly, settings.trace, settings.assets):
        assert set(orders.purposes) <= shipped_counsel().purposes.keys()


def test_every_purpose_of_a_card_is_in_the_vocabulary() -> None:
    for loaded in discover().cards.values():
        assert loaded.card.purposes <= shipped_counsel().purposes.keys(), loaded.card.id


@pytest.mark.parametrize("scope", [Scope.LOCATE, Scope.ASSETS])
def test_free_sources_come_before_paid_ones_in_a_locate(scope: Scope) -> None:
    cards = {card_id: loaded.card for card_id, loaded in discover().cards.items()}
    costs = [
        any(cards[c].cost.is_paid for c in tier.connectors)
        for tier in shipped_waterfalls().by_scope[scope].tiers
    ]
    if scope is Scope.LOCATE:
        assert costs == sorted(costs)
    assert not costs[0]


def test_every_action_has_its_waterfall_and_screens_first() -> None:
    shipped = shipped_waterfalls()
    assert shipped.by_action.keys() == set(NextAction)
    for waterfall in shipped.by_action.values():
        assert [tier.name for tier in waterfall.tiers][:1] in ([], ["screen"])


@pytest.mark.parametrize(
    ("kind", "scope", "first", "never"),
    [
        (EntityKind.PERSON, Scope.LOCATE, "registers", {"business_registers", "public_records"}),
        (EntityKind.PERSON, Scope.ASSETS, "identity", {"business_registers", "public_records"}),
        (EntityKind.ORGANIZATION, Scope.LOCATE, "business_registers", {"registers", "free"}),
        (EntityKind.ORGANIZATION, Scope.ASSETS, "business_registers", {"registers"}),
    ],
)
def test_each_kind_of_subject_goes_down_its_own_tiers(
    kind: EntityKind, scope: Scope, first: str, never: set[str]
) -> None:
    order = make_order(scope=scope, subject=replace(SUBJECT, kind=kind))
    tiers = shipped_waterfalls().of(order).tiers
    assert [tier.name for tier in tiers][:2] == ["screen", first]
    assert never.isdisjoint(tier.name for tier in tiers)
    asked = [connector for tier in tiers for connector in tier.connectors]
    assert len(asked) == len(set(asked)), "no source is asked twice"


def test_every_register_of_businesses_that_is_asked_is_asked_about_a_business_first() -> None:
    cards = discover().cards.items()
    registers = {i for i, loaded in cards if FindingKind.REGISTRATION in loaded.card.yields}
    for scope in (Scope.LOCATE, Scope.ASSETS):
        order = make_order(scope=scope, subject=replace(SUBJECT, kind=EntityKind.ORGANIZATION))
        tiers = shipped_waterfalls().of(order).tiers
        first = next(tier for tier in tiers if not tier.screens)
        asked = {connector for tier in tiers for connector in tier.connectors}
        assert set(first.connectors) == registers & asked
        assert "sunbiz_corporations" in asked


@pytest.mark.parametrize(
    ("action", "scope", "tiers"),
    [
        (NextAction.FULL_TRACE, Scope.LOCATE, 4),
        (NextAction.WAIT, Scope.LOCATE, 0),
        (NextAction.WAIT, Scope.ASSETS, 3),
    ],
)
def test_the_action_of_a_letter_counts_for_a_locate_order_only(
    action: NextAction, scope: Scope, tiers: int
) -> None:
    order = make_order(action=action, scope=scope)
    assert len(shipped_waterfalls().of(order).tiers) == tiers


def test_a_reason_that_is_not_listed_earns_no_tier() -> None:
    shipped = shipped_waterfalls()
    by_action = {a: w for a, w in shipped.by_action.items() if a is not NextAction.FULL_TRACE}
    assert replace(shipped, by_action=by_action).of(make_order()).tiers == ()


def test_an_action_may_be_content_with_less_than_its_scope() -> None:
    shipped = shipped_waterfalls()
    assert shipped.by_action[NextAction.REPAIR_ADDRESS].stop_when == {FindingKind.ADDRESS}
    assert shipped.by_action[NextAction.FULL_TRACE].stop_when == {
        FindingKind.ADDRESS,
        FindingKind.PHONE,
    }


def test_a_kind_that_there_is_not_cannot_stop_a_waterfall() -> None:
    text = shipped_text("waterfall.toml").replace('["address", "phone"]', '["adress"]', 1)
    with pytest.raises(ConfigError, match=r"w\.toml: locate\.stop_when"):
        parsed(text, "w.toml", WaterfallFile)


def test_an_action_that_names_an_unknown_tier_is_an_error() -> None:
    text = shipped_text("waterfall.toml").replace('tiers = ["screen"] }', 'tiers = ["sreen"] }')
    with pytest.raises(ConfigError, match="sreen"):
        waterfalls(parsed(text, "w.toml", WaterfallFile))


def test_a_scope_without_a_waterfall_is_an_error_that_names_it() -> None:
    with pytest.raises(ConfigError, match="screen"):
        shipped_waterfalls().of(make_order(scope=Scope.SCREEN))


@pytest.mark.parametrize(
    ("kind", "role", "share"),
    [
        (FindingKind.ADDRESS, "residence", 0.97),
        (FindingKind.ADDRESS, "mailing of the owner", 0.95),
        (FindingKind.ADDRESS, "situs", 0.0),
        (FindingKind.ADDRESS, "a word nobody knows", 0.95),
        (FindingKind.ADDRESS, "", 0.95),
        (FindingKind.PHONE, "wireless disconnected", 0.96),
        (FindingKind.EMPLOYER, "", 0.80),
        (FindingKind.LIEN, "debtor", 1.0),
        (FindingKind.DECEASED, "", 1.0),
    ],
)
def test_a_share_is_that_of_the_role_its_first_word_or_other(
    kind: FindingKind, role: str, share: float
) -> None:
    assert shipped_reliability().of(kind, role) == share


@each(
    ("role", "of_a_person", "of_a_business"),
    [
        ("principal", 0.55, 0.95),
        ("mailing", 0.95, 0.95),
        ("agent", 0.70, 0.70),
        ("officer", 0.75, 0.0),
        ("situs", 0.0, 0.0),
        ("a word nobody knows", 0.95, 0.90),
    ],
)
def test_an_office_is_a_business_s_own_and_its_officers_homes_are_not(
    role: str, of_a_person: float, of_a_business: float
) -> None:
    shares = shipped_reliability()
    assert shares.of(FindingKind.ADDRESS, role) == of_a_person
    assert shares.of(FindingKind.ADDRESS, role, EntityKind.ORGANIZATION) == of_a_business


def test_every_shipped_share_is_one() -> None:
    shares = [
        share for table in shipped_reliability().model_dump().values() for share in table.values()
    ]
    assert all(0 <= share <= 1 for share in shares)
    assert all("other" in table for table in shipped_reliability().model_dump().values())


TABLE = "[address]\n{}\n[phone]\nother = 1.0\n[email]\nother = 1.0\n[employer]\nother = 1.0"


@pytest.mark.parametrize("line", ["other = 5.0", "other = -0.1", "mailing = 0.9"])
def test_a_share_outside_0_to_1_or_without_other_is_an_error(line: str) -> None:
    with pytest.raises(ConfigError):
        parsed(TABLE.format(line), "r.toml", Reliability)


def test_holds_that_a_trace_can_find_are_in_the_table() -> None:
    table = shipped_counsel().holds
    assert table.codes.keys() >= BANKRUPTCIES | DEATHS
    assert all(not table.codes[code].lets("contact") for code in BANKRUPTCIES | DEATHS)
    assert all(not table.codes[code].lets("trace") for code in BANKRUPTCIES | DEATHS)


def test_every_effect_names_its_rule_in_words() -> None:
    table = shipped_counsel().holds
    for effect in (*table.codes.values(), *table.statuses.values()):
        assert effect.rule and effect.words


# The status codes that an intake must understand, with what they restrain: trace, assets, contact.
UNDERSTOOD = {
    "FRAUD-ALERT": "ffH",
    "AD-ALERT": "ffH",
    "TCPA-LITIGATOR": "oLH",
    "TBAR": "fBf",
    "TBAR-UNK": "fHf",
    "PROMISE": "HHo",
    "INVOL": "foo",
    "MEDICAL": "fff",
    "NONOBLIGOR": "BBB",
    "OFAC-POSSIBLE": "HHH",
    "HARDSHIP": "HHH",
    "EXEMPT-INCOME": "HHH",
    "DISASTER": "HHH",
    "INMATE": "HHH",
    "OPTOUT-voice": "oof",
    "OPTOUT-sms": "oof",
    "OPTOUT-email": "oof",
    "BADTIME": "oof",
    "NO-WORK": "oof",
    "LANG": "oof",
    "BK07-OPEN": "BBB", "BK11-OPEN": "BBB", "BK12-OPEN": "BBB", "BK13-OPEN": "BBB",
    "BK-DISCH": "BBB", "BK-DISM": "HHH", "BK-SUSPECT": "HHH", "BK-CODEBTOR": "BBB",
    "DEC-SUSP": "HLH", "CEASE": "HLB", "REFUSE": "HLB", "ATTY": "HLH", "DISP-VP": "HBB",
    "OC-REQUEST": "HBB", "DISP-OTHER": "fff", "IDT-605B": "BBB", "IDT-CLAIM": "HHH",
    "FREEZE": "ffo", "SCRA-AD": "fHf", "SCRA-UNK": "fHf", "MINOR-NOW": "HHH",
    "MINOR-ORIG": "HHH", "GUARDIAN": "HHH", "LITIG-ACTIVE": "LLB", "PAID": "BBB",
    "LEGAL-HOLD": "ooo",
    "SETTLED": "BBB", "RECALLED": "BBB", "SOLD": "BBB", "DUP": "BBB", "PLAN-ACTIVE": "HHo",
    "JUDGMENT": "ooo", "WRONG-PARTY": "BBB",
}  # fmt: skip
LETTERS = {"ok": "o", "flag": "f", "hold": "H", "block": "B", "legal": "L"}


@each(("code", "effects"), UNDERSTOOD.items())
def test_a_status_code_restrains_what_the_law_and_policy_say(code: str, effects: str) -> None:
    effect = shipped_counsel().holds.codes[code]
    assert "".join(LETTERS[e] for e in (effect.trace, effect.assets, effect.contact)) == effects


def test_thresholds_that_contradict_each_other_are_a_wrong_setting() -> None:
    with pytest.raises(ConfigError, match="matching"):
        matching = parsed("[matching]\naccept = 0.3\nreview = 0.5", "s.toml", Settings).matching
        Thresholds(accept=matching.accept, review=matching.review)
