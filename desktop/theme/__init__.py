"""The look: colour roles out of ``assets/themes``, one style sheet, fonts, following the system."""

from desktop.theme.keeper import ThemeKeeper
from desktop.theme.metrics import font_size, scaled
from desktop.theme.roles import ROLES, Theme, active_theme, load_theme

__all__ = ["ROLES", "Theme", "ThemeKeeper", "active_theme", "font_size", "load_theme", "scaled"]
