"""The error tree; each class says what the caller does.

SkiptraceError
├── ConfigError                 mend the setting it names
├── IntakeError                 mend the file; rejected rows are in the reject file
├── ComplianceError             do not search
│   ├── PurposeNotPermitted     ask with a purpose that the source's card allows
│   ├── SubjectHeld             release the hold with its evidence
│   ├── NotAllowed              let a user do it whose role and assignments allow it
│   └── NoPermit                let the gate permit the inquiry: as it is, it may not leave
│       ├── PermitExpired       ask the gate again
│       └── PermitForged        alarm: the gate never permitted this inquiry, or not for this source
├── ConnectorError              note the step as not answered; its kind says what next
│   ├── SourceUnavailable       try again later
│   ├── SourceRefused           stop using this source in this run
│   ├── SourceChanged           alarm: the source no longer looks as its card says
│   ├── QuotaExhausted          stop until the quota renews
│   ├── BotChallenge            stop; a person looks
│   └── InDoubt                 a paid call may have been billed: ask a person, never repeat it
├── MatchingError               mend the model file it names
├── CaseFileError               the case file could not be read or written
│   ├── CaseFileUnavailable     the database cannot be reached or written now: try again later
│   └── LeaseLost               stop: another worker may have these orders by now
└── WriteBackError              nothing was written to the system of record
"""


class SkiptraceError(Exception):
    """Any failure that skiptrace itself reports; the message never holds personal data."""


class ConfigError(SkiptraceError):
    """A setting is missing or wrong; the message names the file and the setting."""


class IntakeError(SkiptraceError):
    """An intake file cannot be read at all; single bad rows are rejects, not errors."""


class ComplianceError(SkiptraceError):
    """The law, a contract or a hold forbids what was asked."""


class PurposeNotPermitted(ComplianceError):
    """The order carries no purpose that the source's card allows."""


class SubjectHeld(ComplianceError):
    """A hold on the account or the subject forbids the search."""


class NotAllowed(ComplianceError):
    """Nobody is known to act, or the role, the assignments or a duty of the actor forbid it.

    `rule` is the rule that forbids it; `is_alarming` says that somebody should look at it now.
    """

    def __init__(self, words: str, rule: str = "", is_alarming: bool = False) -> None:
        super().__init__(words)
        self.rule = rule
        self.is_alarming = is_alarming


class NoPermit(ComplianceError):
    """An inquiry has no permit by which it may leave."""


class PermitExpired(NoPermit):
    """The permit of an inquiry is older than its life."""


class PermitForged(NoPermit):
    """An inquiry is not as the gate permitted it, or was permitted for another source."""


class ConnectorError(SkiptraceError):
    """A source could not answer."""


class SourceUnavailable(ConnectorError):
    """The source is down, slow or over its rate: try again later."""


class SourceRefused(ConnectorError):
    """The source refused our credentials or entitlement: stop using it in this run."""


class SourceChanged(ConnectorError):
    """The source no longer looks as its card says: nothing is trusted until a person looks."""


class QuotaExhausted(ConnectorError):
    """The source's quota is used up until it renews."""


class BotChallenge(ConnectorError):
    """The source asked for proof of a human; it is never bypassed."""


class InDoubt(ConnectorError):
    """A paid call left, its answer is not stored, it may be billed: it is never repeated."""


class MatchingError(SkiptraceError):
    """A matching model is missing, damaged or of an unknown version, or matching was broken off."""


class CaseFileError(SkiptraceError):
    """The case file could not be opened, read or written."""


class CaseFileUnavailable(CaseFileError):
    """The database cannot be reached or written now; what was to be stored is in order."""


class LeaseLost(CaseFileError):
    """This worker's lease ran out or was taken from it: nothing of its orders may leave or end."""


class WriteBackError(SkiptraceError):
    """A write-back was not carried out; the system of record is unchanged."""
