"""Writes every lock file: exact versions with hashes, and no address, so that mirrors serve it."""
