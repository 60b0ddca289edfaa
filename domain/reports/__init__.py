"""How does the programme run? Periods, figures, the claims behind them, and what partners read of all that."""

from __future__ import annotations
