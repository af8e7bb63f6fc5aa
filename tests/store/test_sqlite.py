"""The store in a file keeps the contract, and what only a file can promise or suffer."""

from __future__ import annotations

from tests.store.contract_suite import StoreContract


class TestSqliteStore(StoreContract):
    """The whole contract, on a file."""
