"""borderreg: certify, code, scan, and account for every worker who crosses the border to work."""

__version__ = "0.1.0"
