"""Makes a clone ready to run or to test: packages, assets, translations, and what tests need.

Standard library only: it runs before anything is installed.
"""
