"""A code or name of any year and spelling → one district, or suggestions."""
