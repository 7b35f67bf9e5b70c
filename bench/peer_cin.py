"""Turns a children in need census into tables with csc-validator-be-cin; a script for the peers' own environment.

python bench/peer_cin.py FILE
"""

import json
import sys
import time
import warnings
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore")

from cin_validator.ingress import XMLtoCSV

began = time.perf_counter()
tables = XMLtoCSV(ET.parse(sys.argv[1]).getroot())  # noqa: S314  our own file, in the way the peer's own command reads it
taken = time.perf_counter() - began
print(
    "\n" + json.dumps({"inside": taken, "children": len(tables.ChildIdentifiers), "episodes": len(tables.CINdetails)})
)
