"""Many into one: the algebra of missing values, on which roll-up and comparison stand; and from edition to edition."""

from govreport.combine.algebra import Total, total
from govreport.combine.mapping import Mapped, Mapping

__all__ = ["Mapped", "Mapping", "Total", "total"]
