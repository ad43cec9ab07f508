"""Do two images show the same scene in the same place? Told from one pair alone.

Both are reduced to their structure and laid over each other at every shift. Where they
belong together, laying them exactly upon each other fits far better than any other shift;
two halves of a panorama, or two strangers, fit no better there than anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[numpy.float64]
SIDE = 64
_NEAR = 4  # px: shifts up to this are the same place


@dataclass(frozen=True)
class Fit:
    """``z``: standard deviations by which no shift fits better than others; ``ratio``: to the best other."""

    z: float
    ratio: float

    @property
    def sure(self) -> bool:
        """The two belong together."""
        return self.z >= 8 and self.ratio >= 1.3


def fit(one: Image.Image, other: Image.Image) -> Fit:
    """How two images fit upon each other, by outlines or by brightness, whichever tells more."""
    first, second = _grey(one), _grey(other)
    found = [_peak(measure(first), measure(second)) for measure in (_outlines, _levelled)]
    return max(found, key=lambda fit: (fit.sure, fit.z))


def _grey(image: Image.Image) -> Grey:
    small = image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    return numpy.asarray(small, dtype=numpy.float64)


def _levelled(grey: Grey) -> Grey:
    """Without the means of rows and columns: sky above ground is alike in all photos."""
    across, down = grey.mean(axis=1, keepdims=True), grey.mean(axis=0, keepdims=True)
    return numpy.asarray(grey - across - down + grey.mean())


def _outlines(grey: Grey) -> Grey:
    across, down = numpy.diff(grey, axis=1)[:-1, :], numpy.diff(grey, axis=0)[:, :-1]
    return _levelled(numpy.hypot(across, down))


def _peak(one: Grey, other: Grey) -> Fit:
    size = float(numpy.linalg.norm(one) * numpy.linalg.norm(other))
    if size < 1e-6:
        return Fit(0.0, 0.0)
    spectrum = numpy.conj(numpy.fft.fft2(one)) * numpy.fft.fft2(other)
    fits = numpy.abs(numpy.fft.fftshift(numpy.fft.ifft2(spectrum).real)) / size
    middle = fits.shape[0] // 2
    here = float(fits[middle - 1 : middle + 2, middle - 1 : middle + 2].max())
    elsewhere = numpy.ones_like(fits, dtype=bool)
    elsewhere[middle - _NEAR : middle + _NEAR + 1, middle - _NEAR : middle + _NEAR + 1] = False
    others = fits[elsewhere]
    spread = float(others.std())
    if spread < 1e-9:
        return Fit(0.0, 0.0)
    return Fit((here - float(others.mean())) / spread, here / max(float(others.max()), 1e-9))
