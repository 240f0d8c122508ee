"""A page to look at and an API to call, on this machine: FastAPI under uvicorn (extra `web`)."""

from mlsum.web.app import create_app
from mlsum.web.settings import Settings

__all__ = ["Settings", "create_app"]
