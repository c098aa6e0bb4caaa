# %% [markdown]
# # Your own gap rule
# House rule: whoever decides and doubts our solution must know our lead expert. Who does not?

# %%
import numpy as np

import kamgraph as k
from kamgraph.analysis.rules import RULES, Found, rule

SOLUTION = 1  # the axes are relationship, solution, price

# %% [markdown]
# A rule finds the positions of people, and has its words in English and Chinese.


# %%
@rule(
    "doubter_without_expert",
    "high",
    why=("Doubts about a solution go away among experts.", "方案疑虑要由专家来消除。"),
    detail=(
        "{name} doubts our solution and does not know our lead expert.",
        "{name}对我方方案有疑虑，且不认识我方首席专家。",
    ),
    action=("Have our lead expert see {name}.", "请我方首席专家拜访{name}。"),
)
def doubter_without_expert(graph):
    knows = graph.arcs("knows")
    met = np.zeros(len(graph.index), dtype=bool)
    met[knows["target"][graph.on_team("lead_expert")[knows["source"]]]] = True
    return Found.people(np.flatnonzero(graph.key & (graph.stance[:, SOLUTION] < 0) & ~met))


# %%
graph = k.build_graph(k.load_demo())  # all accounts and open deals at once
found = k.gaps(graph, (*RULES, doubter_without_expert))
found.query("gap == 'doubter_without_expert'")[["deal", "person", "stake", "detail"]]

# %% [markdown]
# The same in Chinese, for the colleagues on site:

# %%
k.gaps(graph, (doubter_without_expert,), language="zh")[["detail", "action"]]

# %% [markdown]
# **Decision:** Priya Menon sees 王秀英 before the bid opens, and 傅志强 at the next test in his
# lab; the rule stays in our reviews.
