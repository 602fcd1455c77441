"""What an estate costs: price sheets and usage files + a plan -> a bill, with ranges and what has no price."""

from .amount import Amount
from .bill import Bill, Line, Unpriced
from .estimate import Difference, bill_of, difference
from .places import Place, places
from .pricing import price
from .sheet import Price, Sheet, read_sheet, regions, sheet_of
from .usage import Usage, check_usage, not_read, read_usage

__all__ = [
    "Amount",
    "Bill",
    "Difference",
    "Line",
    "Place",
    "Price",
    "Sheet",
    "Unpriced",
    "Usage",
    "bill_of",
    "check_usage",
    "difference",
    "not_read",
    "places",
    "price",
    "read_sheet",
    "read_usage",
    "regions",
    "sheet_of",
]
