"""The only reader: a path in, plain values out; one module a format."""
