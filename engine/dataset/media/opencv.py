"""OpenCV as it is used on strangers' files: one thread, no words of its own on stderr, no network."""

from __future__ import annotations

import os
from types import ModuleType

_SILENT = "-8"  # FFmpeg's AV_LOG_QUIET


def quiet_opencv() -> ModuleType:
    """The module cv2, set to be quiet and not to start threads of its own: our workers are the threads."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", _SILENT)
    os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
    os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "protocol_whitelist;file")
    import cv2

    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
