"""The pages of the window, one file each; all follow the contract of ``base.Page``."""
