"""A page to look at and an API to call, on this machine: FastAPI under uvicorn (extra `web`)."""

from mlsum.serve.app import create_app
from mlsum.serve.settings import Settings

__all__ = ["Settings", "create_app"]
