"""Tools of the developers; nothing of them runs in an installation."""
