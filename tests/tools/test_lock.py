"""Lock files name no address, whatever the machine that wrote them was told."""

import json

from tools.lock.addresses import addresses_in, without_addresses


def test_npm_locks_lose_addresses_and_keep_hashes() -> None:
    package = {"version": "1.0.0", "integrity": "sha512-abc"}
    extra = {"resolved": "https://x.example/a.tgz", "funding": {"url": "https://y.example"}}
    written = json.dumps({"packages": {"": {"name": "kyoyo"}, "node_modules/a": package | extra}})

    kept = without_addresses(written)

    assert json.loads(kept)["packages"]["node_modules/a"] == package
    assert addresses_in(kept) == []


def test_every_way_to_name_a_place_is_seen() -> None:
    text = 'a @ https://x.example/a.whl\n--extra-index-url x\n--find-links /srv\n"resolved": "a"\n'

    assert addresses_in(text) == [
        "https://x.example/a.whl",
        "--extra-index-url",
        "--find-links",
        '"resolved"',
    ]
