"""What is kept out of the log."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"/link/[^/\s]+")
_CUT = "/link/…"


class WithoutTokens(logging.Filter):
    """Cuts tokens of one-time links out of addresses: after a bug the link may still work."""

    def filter(self, record: logging.LogRecord) -> bool:
        """True, always; the record is changed."""
        record.msg = _TOKEN.sub(_CUT, str(record.getMessage()))
        record.args = ()
        return True
