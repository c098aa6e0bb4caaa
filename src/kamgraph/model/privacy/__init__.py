"""Privacy: people erased and kept out, books without names."""

from kamgraph.model.privacy.erasure import erase
from kamgraph.model.privacy.pseudonyms import pseudonymise

__all__ = ["erase", "pseudonymise"]
