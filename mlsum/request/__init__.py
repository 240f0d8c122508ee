"""One request: the table of its options, and how values become one frozen `Request`."""

from mlsum.request.option import Group, Option
from mlsum.request.parse import parse_request
from mlsum.request.table import (
    BATCH,
    ENGINE,
    GROUPS,
    OUTPUT,
    READING,
    SERVER,
    SUMMARIZING,
    TRANSLATING,
)
from mlsum.request.values import JobSettings, Request, Server, Shape

__all__ = [
    "BATCH",
    "ENGINE",
    "GROUPS",
    "OUTPUT",
    "READING",
    "SERVER",
    "SUMMARIZING",
    "TRANSLATING",
    "Group",
    "JobSettings",
    "Option",
    "Request",
    "Server",
    "Shape",
    "parse_request",
]
