"""Everything that was read → values and all findings at once; one module a table."""
