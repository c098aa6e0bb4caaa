import os

from hypothesis import HealthCheck, settings

from clock import stop_clock

stop_clock()

collect_ignore = ["children_load.py"]  # who imports it writes every form

SLOW = [HealthCheck.too_slow]  # a whole book takes a while to draw

settings.register_profile("dev", max_examples=200, deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=1000, derandomize=True)
settings.load_profile(os.environ.get("KAMGRAPH_HYPOTHESIS", "dev"))
