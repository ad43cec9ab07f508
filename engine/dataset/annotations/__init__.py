"""What annotation files say of images: one small reader a family of formats.

A reader turns the bytes of a stranger's file into :class:`Marked`, or raises
``UnreadableFileError``. Which files belong to which images is for ``layouts/marked_images``.
"""
