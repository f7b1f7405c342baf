"""Acts: everything a user does with a case file, by the name that the table of roles knows."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """One thing that a user does; who may do it stands in acts.toml."""

    LIST_ACCOUNTS = "accounts.list"
    FIND_ACCOUNTS = "accounts.find"
    SHOW_ACCOUNT = "accounts.show"
    UNMASK = "accounts.unmask"
    TRACE = "trace.place"
    EXPLAIN = "trace.explain"
    EVIDENCE = "trace.evidence"
    DISCARDED = "trace.discarded"
    NOTES = "trace.notes"
    REPORT_ASSETS = "assets.report"
    JUDGE = "judge"
    SHOW_HOLDS = "hold.show"
    PLACE_HOLD = "hold.add"
    RELEASE_HOLD = "hold.release"
    RELEASE_LEGAL_HOLD = "hold.release.legal"
    RELEASE_PRIVILEGED_HOLD = "hold.release.privileged"
    WAIVE_FOR_MATTER = "hold.matter"
    EXPLAIN_LAW = "policy.explain"
    FORESEE_LAW = "policy.changes"
    LIST_ORDERS = "orders.list"
    SETTLE_CALL = "orders.settle"
    RETRY_ORDER = "orders.retry"
    PLAN_WRITE_BACK = "writeback.plan"
    APPLY_WRITE_BACK = "writeback.apply"
    UNDO_WRITE_BACK = "writeback.undo"
    TAKE_IN = "intake"
    RUN_NIGHT = "nightly.run"
    SHOW_RUNS = "runs.show"
    TRAIN_MODEL = "model.train"
    EXPORT_RECORD = "audit.export"
    SHOW_KEYS = "keys.show"
    MANAGE_KEYS = "keys.manage"
    MANAGE_USERS = "users.manage"
    REVIEW_USERS = "users.review"
