"""The store in memory keeps the contract."""

from __future__ import annotations

import pytest

from ckpt_magic.store.memory import MemoryStore
from tests.store.contract_suite import StoreContract


class TestMemoryStore(StoreContract):
    """The whole contract, on the store in memory."""

    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()
