"""The dtypes of texts, the same in every pandas and whatever its options are."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd

Dtype: TypeAlias = str | pd.StringDtype

TEXT = pd.StringDtype(na_value=np.nan)  # what pandas 3 calls "str", where pandas 2 has objects
