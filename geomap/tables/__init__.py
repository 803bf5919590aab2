"""One cell of a table → a value or a finding."""
