"""Positions and shapes: datums, distances, coverages, repairs; knows no tables and no files."""
