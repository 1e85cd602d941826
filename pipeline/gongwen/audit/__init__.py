"""The record says itself what it could not do: coverage, and findings on what should have been claimed."""

from .check import audit

__all__ = ["audit"]
