"""Pictures for account reviews; matplotlib is loaded with the first one that is drawn."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
