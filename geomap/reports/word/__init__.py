"""Documents for Word: markup, shapes, styles and the package that holds them."""
