"""The deadline engine: every statutory clock as a declaration, and what is due, done or overdue on the facts of a case.

Nothing here keeps a table or asks what day it is: facts and today are arguments, so that the record, the command line and a
test all get the same answer.
"""
