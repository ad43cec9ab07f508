"""What lies beside the tests (sets of pictures, a reporter) can be imported by them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
