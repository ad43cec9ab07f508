"""What was found in files before: a second audit looks only at what has changed.

Kept on this machine alone, in the user's folder for caches: measures, signatures and tiny grey
thumbnails of pictures, sounds, videos and meshes, by keys that don't tell their names. Never
texts or rows. It has bounds in size and age, and :func:`forget_all` erases it.
"""

from engine.audit.kept.store import Kept, forget_all, open_kept

__all__ = ["Kept", "forget_all", "open_kept"]
