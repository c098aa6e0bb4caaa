import os

from hypothesis import HealthCheck, settings

from clock import stop_clock

stop_clock()

collect_ignore = ["children_load.py"]  # who imports it writes every form

SLOW = [HealthCheck.too_slow]  # a whole book takes a while to draw

settings.register_profile("dev", max_examples=100, deadline=None, suppress_health_check=SLOW)
settings.register_profile("few", settings.get_profile("dev"), max_examples=10)
settings.register_profile("ci", settings.get_profile("dev"), max_examples=300, derandomize=True)
settings.register_profile("deep", settings.get_profile("dev"), max_examples=2000)  # for a night
settings.load_profile(os.environ.get("KAMGRAPH_HYPOTHESIS", "dev"))
