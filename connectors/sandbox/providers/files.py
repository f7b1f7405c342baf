"""The sandbox's bulk files for download: `GET /files/{name}`."""

from __future__ import annotations

import hashlib
import re
from email.utils import formatdate
from pathlib import Path

from connectors.sandbox.providers.messages import Request, Response, json_response

_NAME = re.compile(r"/files/([A-Za-z0-9][A-Za-z0-9_.-]{0,99})")
_TYPES = {".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=us-ascii"}


class BulkFiles:
    """Serves the files of one folder, whole, with ETag and Last-Modified."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def answer(self, request: Request) -> Response:
        """The file, 304 when the caller has it already, or 404."""
        found = _NAME.fullmatch(request.path)
        path = self._folder / found.group(1) if found else None
        if path is None or request.method != "GET" or not path.is_file():
            return json_response(404, {"error": True, "message": "No such file"})
        body = path.read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        changed = formatdate(path.stat().st_mtime, usegmt=True)
        headers = (("ETag", tag), ("Last-Modified", changed))
        if request.header("if-none-match") == tag:
            return Response(304, b"", "text/plain", headers)
        kind = _TYPES.get(path.suffix, "application/octet-stream")
        return Response(200, body, kind, headers)
