"""A few words that other programs have taken for something else."""

WORDS = (
    '"; DROP TABLE districts; --',
    "</alias><script>alert(1)</script>",
    '=HYPERLINK("x")',
    "＝1+1",
    "渝北区😀\u2028",
    "{{ 7 * 7 }}",
)
