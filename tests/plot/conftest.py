import pytest
from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def agg():
    plt.switch_backend("agg")
    yield
    plt.close("all")
