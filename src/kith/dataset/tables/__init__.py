"""The tables of the dataset, by what they tell of: people, harm, being away, daily life, and the work done."""

from kith.dataset.schema import Table
from kith.dataset.tables import away, harm, life, people, work

TABLES: dict[str, Table] = {table.name: table for module in (people, harm, away, life, work) for table in module.TABLES}
"""Every table by its name, in the order in which a reader would want to meet them."""
