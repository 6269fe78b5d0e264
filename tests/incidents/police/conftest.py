"""A vault and its people, as the vault's own tests have them."""

from tests.vault.conftest import cast, data, hand_in, identities, kept, prepared, recorder_key

__all__ = ["cast", "data", "hand_in", "identities", "kept", "prepared", "recorder_key"]
