"""The record: what practitioners write and decide about young people, one folder a concept, each on those below it."""
