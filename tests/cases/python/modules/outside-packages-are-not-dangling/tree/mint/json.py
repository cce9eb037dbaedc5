import json

LOADS = json.loads
