"""Two of these are alike: loggers, texts, paths, versions, settings that nothing changes."""
import logging
import json
import os
import re
import threading
from pathlib import Path

_log = None
_home = None
_name = None
_version = None
_factory_config = None


class Version:
    def __init__(self, text):
        self.text = text


class EngineFactoryConfig:
    def __init__(self):
        self._load()

    def _load(self):
        self.limit = int(os.environ.get("LIMIT", "3"))


def get_log():
    global _log
    if _log is None:
        _log = logging.getLogger(__name__)
    return _log


def get_home():
    global _home
    if _home is None:
        _home = Path("home")
    return _home


def read_name():
    return open("name").read()


def get_name() -> str:
    global _name
    if _name is None:
        _name = read_name()
    return _name


def get_version():
    global _version
    if _version is None:
        _version = Version("1.0")
    return _version


def get_factory_config():
    global _factory_config
    if _factory_config is None:
        _factory_config = EngineFactoryConfig()
    return _factory_config


_methods = None
_sizes = None


def read_methods():
    found = {}
    for name in dir(Version):
        found[name] = len(name)
    return found


def get_methods():
    """Two that are put together are alike."""
    global _methods
    if _methods is None:
        _methods = read_methods()
    return _methods


def read_sizes() -> list[int]:
    return [int(part) for part in read_name().split(".")]


def get_sizes():
    global _sizes
    if not _sizes:
        _sizes = read_sizes()
    return _sizes


_pattern = None
_text = None
_owner = None
_has_six = None


def get_pattern():
    global _pattern
    if not _pattern:
        _pattern = re.compile("a+")
    return _pattern


def get_text():
    global _text
    if _text is None:
        _text = json.dumps(read_sizes())
    return _text


def take():
    global _owner
    here = threading.get_ident()
    if _owner is None:
        _owner = here
    return _owner == here


def has_six():
    def look():
        return os.path.exists("/six")

    global _has_six
    if _has_six is None:
        _has_six = look()
    return _has_six
