"""The whole program: the window's fixtures, with the same watch over warnings and leaks."""

from tests.desktop.conftest import no_leaks, quiet_qt, settings, window
from tests.desktop.pages.conftest import wait

__all__ = ["no_leaks", "quiet_qt", "settings", "wait", "window"]
