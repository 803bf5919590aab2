"""Pieces for reports and pages of one's own."""
