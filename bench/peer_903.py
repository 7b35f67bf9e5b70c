"""Reads and validates the files of a 903 with csc-validator-be-903; a script for the peers' own environment, not for Kith's.

python bench/peer_903.py COLLECTION_YEAR AUTHORITY FILE...
"""

import importlib
import json
import logging
import sys
import time
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
year, authority, *paths = sys.argv[1:]

from lac_validator import lac_validator
from lac_validator.utils import process_uploaded_files

rules = importlib.import_module(f"lac_validator.rules.lac{int(year) - 1}_{year[2:]}").registry

began = time.perf_counter()
files = process_uploaded_files({"This year": paths})
about = {"collectionYear": year, "localAuthority": authority}
validator = lac_validator.LacValidator(metadata=about, files=files, registry=rules)
taken = time.perf_counter() - began

ran = {"done": len(validator.dones), "skipped": len(validator.skips), "failed": len(validator.fails)}
print("\n" + json.dumps({"inside": taken, "rows": sum(map(len, validator.dfs.values())), **ran}))
