"""Figures made from the record: counted now and then, kept with their moment, looked at, opened by those who may, handed on safely."""
