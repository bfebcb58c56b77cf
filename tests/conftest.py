"""What every test may ask for: a database of either kind, a browser."""

pytest_plugins = [
    "tests.support.databases",
    "tests.support.both_databases",
    "tests.support.browser",
    "tests.support.figures",
]
