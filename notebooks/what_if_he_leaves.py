# %% [markdown]
# # What if he leaves?
# 孙立诚 has carried the account for years. What breaks without him, and who takes over?

# %%
import kamgraph as k

graph = k.build_graph(k.load_demo(), account="yaochuan")
k.fragility(graph).query("side == 'vendor'").head()

# %%
k.handover(graph, "sun-licheng")[["name", "closeness", "stake", "colleague", "reach"]]

# %% [markdown]
# Most contacts have a colleague with a route of their own. Who has not, or a much weaker one?

# %%
before = k.reach(graph)["reach"]
after = k.reach(graph.without("sun-licheng"))["reach"]
(before - after).sort_values(ascending=False).head(5)

# %%
k.compare(graph, graph.without("sun-licheng")).gaps.query("change == 'opened'")[["gap", "detail"]]

# %% [markdown]
# **Decision:** before anything is announced, 孙立诚 takes Priya Menon along to 张伟 and 梁志刚.
