"""Districts + indicators + measures + projects + sites, every row accounted for."""
