"""The image generator: a decoder from numbers to a picture, which here is DCGAN's."""

from __future__ import annotations

from engine.prototypes.systems.dcgan import Dcgan

NAME = "image_generator"


class ImageGenerator(Dcgan):
    """DCGAN under the name that a client asks for."""

    name = NAME
