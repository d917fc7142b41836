# What Python's requests sends; see record.mjs.
import sys
from urllib.parse import quote

import requests

JSON = {"Content-Type": "application/json"}
CALLS = {
    "nothing": {},
    "headers=JSON": {"headers": JSON},
    "data=''": {"data": ""},
    "data='', headers=JSON": {"data": "", "headers": JSON},
    "data={}": {"data": {}},
    "data={'targets': None}": {"data": {"targets": None}},
    "data={'targets': []}": {"data": {"targets": []}},
    "data={'targets': ''}": {"data": {"targets": ""}},
    "data=iter([]), headers=JSON": {"data": lambda: iter([]), "headers": JSON},
    "json=None": {"json": None},
    "json={}": {"json": {}},
    "json=[]": {"json": []},
    "json={'targets': []}": {"json": {"targets": []}},
    "json={'targets': ['h:1']}": {"json": {"targets": ["h:1"]}},
    "data='{\"targets\":[\"h:1\"]}'": {"data": '{"targets":["h:1"]}'},
    "data={'targets': ['h:1'], 'team': 'R&D'}": {"data": {"targets": ["h:1"], "team": "R&D"}},
    "params={'targets': 'h:1'}": {"params": {"targets": "h:1"}},
    "files={'targets': 'h:1'}": {"files": {"targets": "h:1"}},
}

for method in ("GET", "PUT", "POST", "DELETE"):
    for call, arguments in CALLS.items():
        made = {name: value() if callable(value) else value for name, value in arguments.items()}
        requests.request(method, f"{sys.argv[1]}/{quote(call, safe='')}", **made)
