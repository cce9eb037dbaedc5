import os; from app.compat import EngineFactory; import sys

print(os, sys, EngineFactory())
