"""Money is a whole number of đồng."""


def say(amount: int) -> str:
    """Return an amount as people read it: *8.000 đồng*."""
    return f"{amount:,}".replace(",", ".") + " đồng"
