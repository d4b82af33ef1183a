"""The devices' API, /api/v1: JSON calls of enrolled gate devices, and nothing else."""
