# %% [markdown]
# # What should we do next?
# Yaochuan Power Grid decides soon, and does not lean our way. We have ten days of work until then.
# What is the best use of them?

# %%
import kamgraph as k

graph = k.build_graph(k.load_demo(), account="yaochuan")
k.scores(graph)[["choice", "low", "high", "coverage", "truck_factor", "status"]]

# %% [markdown]
# Before anybody acts: on which ties and grades does what we think hang? Check these first.

# %%
k.vital_ties(graph, most=3)

# %%
k.vital_grades(graph, most=3)

# %% [markdown]
# 孙立诚 should say whether he and 张伟 are still as close as it is on record, and how 张伟 stands.
# Now the plan: the moves that are worth most for ten days, with which of us, by when, and for what.

# %%
plan = k.plan(graph, budget=10)
print(plan)
plan.steps[["kind", "owner", "contact", "day", "cost", "gain"]]

# %% [markdown]
# No plan could bring more than the bound says. What costs little does most: to see those again
# whom our sponsor once knew, and to ask what nobody has asked. What would other budgets bring?

# %%
{days: round(k.plan(graph, budget=days).gain, 1) for days in (2, 5, 10, 20)}

# %% [markdown]
# And do we stand in our own way?

# %%
k.counterparts(graph).pairs[["name", "counterpart", "closeness", "through", "state"]].head(6)

# %% [markdown]
# Our sponsor has met the president and the CFO, and hardly knows them. That is what the plan begins
# with. What if it works?

# %%
after = graph.with_changes(*plan.changes[0], *plan.changes[1])
k.compare(graph, after).scores.query("change.abs() >= 1")

# %% [markdown]
# **Decision:** two days of work bring two thirds of what ten would. Henrik Aalto sees 何国栋 and
# Grace Poon first, and asks her what she thinks of the solution and the price; Tom Beckmann sees
# Raymond Kwong. What comes of that decides about the rest. The steps go to the tracker as they are:

# %%
k.plan(graph, budget=2).to_actions()[["owner", "contact", "due", "text"]]
