"""An amount of money on the command line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import click


class Dollars(click.ParamType[Decimal]):
    """A finite amount of US dollars, zero or more; anything else is wrong usage."""

    name = "usd"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """The amount, exactly as written."""
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            self.fail("expected an amount in US dollars, such as 0.50", param, ctx)
        if not amount.is_finite() or amount < 0:
            self.fail("expected a finite amount that is not negative", param, ctx)
        return amount
