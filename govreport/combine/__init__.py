"""Many into one: the algebra of missing values, on which roll-up and comparison stand."""

from govreport.combine.algebra import Total, total

__all__ = ["Total", "total"]
