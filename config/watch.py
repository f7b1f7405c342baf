"""The file of people who are watched: a user's own facts, or a list of those few may search."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from config.loader import Table


class WatchedPerson(Table):
    """What is known of one person; the address is that of the home.

    `ssn` is nine digits. `employer` counts for users only: their coworkers are watched too.
    """

    name: str = Field(pattern=r"\w", repr=False)
    ssn: str = Field(default="", pattern=r"^([0-9]{3}-?[0-9]{2}-?[0-9]{4})?$", repr=False)
    dob: date | None = Field(default=None, repr=False)
    street: str = Field(default="", repr=False)
    city: str = Field(default="", repr=False)
    state: str = Field(default="", repr=False)
    zip: str = Field(default="", pattern=r"^([0-9]{5})?$", repr=False)
    phone: str = Field(default="", repr=False)
    email: str = Field(default="", repr=False)
    employer: str = Field(default="", repr=False)


class WatchFile(Table):
    """The people of a file, each a `[[person]]`."""

    person: tuple[WatchedPerson, ...] = Field(min_length=1)
