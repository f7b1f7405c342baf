"""The house: its law, its purposes, who may do what, what begins by itself, where contacts go."""

from __future__ import annotations

from config.acts import acts_of
from skiptrace.app.acting import known_user
from skiptrace.app.build import case_file, model_of, waterfalls_of
from skiptrace.app.fiction import fiction
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.policy import counsel_of
from skiptrace.app.schedule import plans_of
from skiptrace.app.write_back import write_back_target
from skiptrace.model.act import Act
from skiptrace.model.errors import ConfigError


def check_law(installation: Installation) -> str:
    """Counsel signed off every table that the installation goes by; a fiction needs nobody.

    Raises ConfigError naming the tables, and for one that cannot be read.
    """
    files = counsel_of(installation).files
    unsigned = sorted(name for name, table in files.items() if table.signed is None)
    if not unsigned:
        return "counsel signed off every table"
    if fiction(installation) is not None:
        return "an invented world: the law need not be signed off"
    words = ", ".join(unsigned) if len(unsigned) < len(files) else "every table of the law"
    raise ConfigError(f"{words}: signed off by nobody")


def check_purposes(installation: Installation) -> str:
    """Every purpose of the settings is known, and each command has one."""
    settings, known = installation.settings, counsel_of(installation).purposes
    for name in ("nightly", "trace", "assets"):
        purposes = getattr(settings, name).purposes
        if unknown := sorted(set(purposes) - known.keys()):
            raise ConfigError(f"{name}.purposes: no purpose has the code {unknown[0]}")
        if not purposes:
            raise ConfigError(f"{name}.purposes: names none, so every search is refused")
    return "every purpose of the settings is known"


def check_roles(installation: Installation) -> str:
    """The table of acts can be read, and has every act."""
    path = installation.settings.acts
    acts_of(installation.root / path if path is not None else None)
    return f"{path} says who may do what" if path is not None else "the shipped ones"


def check_users(installation: Installation) -> str:
    """Who runs this is a user, and some active user may run the nightly batch."""
    path = installation.settings.acts
    table = acts_of(installation.root / path if path is not None else None)
    may = table.acts[Act.RUN_NIGHT].roles
    case, _ = case_file(installation)
    try:
        with case.read() as tx:
            user = known_user(installation, case, tx)
            active = [one for one in case.users.all(tx) if one.is_active(utc_now().date())]
    finally:
        case.close()
    if not any(one.roles & may for one in active):
        raise ConfigError(
            f"no active user has a role that may run a night: {', '.join(sorted(may))}"
        )
    return f"you act as {user.id}; {len(active)} users are active"


def check_model(installation: Installation) -> str:
    """The matching model can be read and was measured."""
    return f"traces go by {model_of(installation).id}"


def check_waterfall(installation: Installation) -> str:
    """Every tier names installed sources, and every enabled source stands in a tier."""
    waterfalls_of(installation)
    named = installation.settings.waterfall
    return f"{named} asks installed sources only" if named else "the shipped one"


def check_schedule(installation: Installation) -> str:
    """What is planned can be."""
    settings = installation.settings.schedule
    if not settings.jobs:
        return "nothing begins by itself"
    plans_of(settings)
    return f"{', '.join(settings.jobs)} begin by themselves while a scheduler runs"


def check_write_back(installation: Installation) -> str:
    """The system of record can be named."""
    return write_back_target(installation).name
