# %% [markdown]
# # What if she leaves?
# 赵梅 leads our solution at Yaochuan Power Grid. What breaks without her, and who takes over?

# %%
import kamgraph as k

graph = k.build_graph(k.load_demo(), account="yaochuan")
k.fragility(graph).query("side == 'vendor'").head(4)

# %% [markdown]
# She costs a point of coverage, little beside what our key account director would. But the one name
# beside hers is the hidden key person. Who would take over her contacts, and how well?

# %%
k.handover(graph, "zhao-mei")[["name", "closeness", "stake", "colleague", "reach"]].head(6)

# %%
without = graph.without("zhao-mei")
k.compare(graph, without).gaps.query("change == 'opened'")[["gap", "severity", "detail"]]

# %% [markdown]
# 郑海波 is the one to hand over with care: she reaches him nearly twice as well as anybody else,
# and 王秀英 through him. What if 杨一帆 got to know him as well as she does, before she goes?

# %%
prepared = graph.with_tie("yang-yifan", "zheng-haibo", "knows", strength="in_depth")
coverage = {"today": graph, "she leaves": without, "prepared": prepared.without("zhao-mei")}
{when: k.scores(one)["coverage"].item() for when, one in coverage.items()}

# %%
k.plot.map(graph, what_if=without)

# %% [markdown]
# **Decision:** 赵梅 takes 杨一帆 along to 郑海波 from next week on, and the role of solution
# responsible gets a second name before anything is announced.
