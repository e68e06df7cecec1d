# odd: has names and texts in other alphabets
# why: it changes no value
# rest: right
# %% mean
def mean(värden):
    Σ = sum(värden)
    平均 = Σ / len(värden)
    print("μ =", 平均, "🎓")
    return 平均
