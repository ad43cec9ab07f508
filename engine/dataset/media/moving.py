"""Video: measured against what its container promises, then a few frames decoded by OpenCV's FFmpeg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy
from numpy.typing import NDArray

from engine.dataset.media.containers import Container, check_length, container_of, names_codec, tracks_of
from engine.dataset.media.inside import READ_DAMAGE, Inside
from engine.dataset.media.moments import MOST_PIXELS, Grey, Moments, made_small
from engine.dataset.media.on_disk import on_disk
from engine.dataset.media.opencv import quiet_opencv
from engine.dataset.pictures import MAX_PIXELS
from engine.dataset.types import FileTree
from engine.dataset.unreadable import UnreadableFileError

_DECODED = 3  # frames
_LATE: dict[Container, float] = {"mp4": 0.9, "avi": 0.9, "matroska": 0.8, "asf": 0.8}
"""How far on a frame is looked for: containers that count frames, and those that know their length."""
_WITHOUT_DECODER = frozenset({b"av01", b"V_AV1", b"vvc1", b"vvi1"})
"""Codecs that FFmpeg knows by name only, in a build without other libraries."""
_HEAD = 400  # bytes
Frame = NDArray[numpy.uint8]  # height, width, 3: blue, green, red


def look(tree: FileTree, path: str, digest: int) -> Inside:
    """Raises ``UnreadableFileError``."""
    with _opened(tree, path) as (capture, container):
        count = _count(capture)
        if not all(capture.grab() for _ in range(min(_DECODED, max(1, count)))):
            raise UnreadableFileError(_why_dark(capture))
        if container in _LATE and count > 2 * _DECODED:
            capture.seek(int(_LATE[container] * (count - 1)))
            if not capture.grab():
                raise UnreadableFileError("damaged_video")
        return Inside(digest, moments=_moments(capture, count))


def frames_at(tree: FileTree, path: str, shares: Sequence[float]) -> tuple[list[Frame], int, float]:
    """The frames at these shares of the length; how many there are; frames a second (0: not known).

    At least one frame is given. Raises ``UnreadableFileError``.
    """
    with _opened(tree, path) as (capture, _):
        count = _count(capture)
        frames: list[Frame] = []
        for share in shares:
            place = int(share * (count - 1))
            if frames and place <= 0:
                continue
            if place > 0:
                capture.seek(place)
            frame = capture.read()
            if frame is not None:
                frames.append(frame)
        if not frames:
            raise UnreadableFileError(_why_dark(capture))
        return frames, count, capture.rate


def film(tree: FileTree, path: str, rate: float = 0.0) -> Iterator[Frame]:
    """The frames from the first on: ``rate`` a second, repeated or left out where the file has more or
    fewer; 0: as they are.

    Raises ``UnreadableFileError``, after the first frame too where the file is damaged further on.
    """
    with _opened(tree, path) as (capture, _):
        step = capture.rate / rate if rate and capture.rate else 1.0
        given = place = 0
        while capture.grab():
            frame = capture.retrieve() if int(given * step) <= place else None
            while frame is not None and int(given * step) <= place:
                yield frame
                given += 1
            place += 1
        if not given:
            raise UnreadableFileError(_why_dark(capture))


def _moments(capture: _Capture, count: int) -> tuple[Grey, ...]:
    """Decoded from the start in one go: to seek sixteen times decodes more. None of a long video."""
    size = max(1, int(capture.get("FRAME_WIDTH") * capture.get("FRAME_HEIGHT")))
    most = MOST_PIXELS // size
    if count > most:
        return ()
    capture.seek(0)
    moments = Moments()
    try:
        for _ in range(most):
            wanted = moments.wants_next
            frame = capture.read() if wanted else None
            if frame is None and (wanted or not capture.grab()):
                return moments.chosen()
            moments.take(None if frame is None else made_small(frame))
    except UnreadableFileError:
        pass  # what is odd late in a video is no reason to refuse it
    return ()


class _Capture:
    """OpenCV's capture, of which every failure is a refusal.

    It is given a file's name, for OpenCV 5.0 dies on some damaged videos that it reads from a stream.
    """

    def __init__(self, name: str) -> None:
        self._cv2 = quiet_opencv()
        self._failures = (self._cv2.error, SystemError, *READ_DAMAGE)
        options = [self._cv2.CAP_PROP_N_THREADS, 1]
        try:
            self._capture = self._cv2.VideoCapture(name, self._cv2.CAP_FFMPEG, options)
        except self._failures:
            raise UnreadableFileError("damaged_video") from None

    @property
    def is_opened(self) -> bool:
        return bool(self._capture.isOpened())

    def get(self, name: str) -> float:
        """A property of the capture by OpenCV's name without ``CAP_PROP_``."""
        return float(self._capture.get(getattr(self._cv2, f"CAP_PROP_{name}")))

    @property
    def rate(self) -> float:
        """Frames a second; 0 where nothing credible is said."""
        rate = self.get("FPS")
        return rate if 0 < rate < 1000 else 0.0

    def grab(self) -> bool:
        """Decode the next frame; False where there is none. Raises ``UnreadableFileError``."""
        try:
            return bool(self._capture.grab())
        except self._failures:
            raise UnreadableFileError("damaged_video") from None

    def read(self) -> Frame | None:
        """The next frame. Raises ``UnreadableFileError``."""
        try:
            there, frame = self._capture.read()
        except self._failures:
            raise UnreadableFileError("damaged_video") from None
        return numpy.asarray(frame, dtype=numpy.uint8) if there else None

    def retrieve(self) -> Frame | None:
        """The frame that was grabbed. Raises ``UnreadableFileError``."""
        try:
            there, frame = self._capture.retrieve()
        except self._failures:
            raise UnreadableFileError("damaged_video") from None
        return numpy.asarray(frame, dtype=numpy.uint8) if there else None

    def seek(self, place: int) -> None:
        """Go to a frame by its number. Raises ``UnreadableFileError``."""
        try:
            self._capture.set(self._cv2.CAP_PROP_POS_FRAMES, place)
        except self._failures:
            raise UnreadableFileError("damaged_video") from None

    def close(self) -> None:
        self._capture.release()


@contextmanager
def _opened(tree: FileTree, path: str) -> Iterator[tuple[_Capture, Container]]:
    """A capture of known container and bearable size. Raises ``UnreadableFileError``."""
    with on_disk(tree, path) as name, Path(name).open("rb") as stream:
        container = _container(stream)
        capture = _Capture(name)
        try:
            if not capture.is_opened:
                raise UnreadableFileError(_why_closed(stream, container))
            if capture.get("FRAME_WIDTH") * capture.get("FRAME_HEIGHT") > MAX_PIXELS:
                raise UnreadableFileError("too_many_pixels")
            yield capture, container
        finally:
            capture.close()


def _container(stream: IO[bytes]) -> Container:
    try:
        container = container_of(stream.read(_HEAD))
        if container is None:
            raise UnreadableFileError("not_a_video")
        check_length(stream, container)
    except READ_DAMAGE:
        raise UnreadableFileError("read_error") from None
    return container


def _why_closed(stream: IO[bytes], container: Container) -> str:
    if names_codec(stream, container, _WITHOUT_DECODER):
        return "unknown_video_format"
    tracks = tracks_of(stream) if container == "mp4" else frozenset()
    return "no_frames" if tracks and "vide" not in tracks else "damaged_video"


def _why_dark(capture: _Capture) -> str:
    codec = (int(capture.get("FOURCC")) & 0xFFFFFFFF).to_bytes(4, "little").lower()
    return "unknown_video_format" if codec in _WITHOUT_DECODER else "damaged_video"


def _count(capture: _Capture) -> int:
    """How many frames the container promises; 0 where it says nothing credible."""
    count = capture.get("FRAME_COUNT")
    return int(count) if 0 < count < 1e9 else 0
