"""Signing an assessment off, what stands in the way, and what was changed since.

May import: ``publishing``, ``readiness``, ``model`` and what stands below them. Does not belong here: keeping versions.
"""
