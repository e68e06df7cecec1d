# tries: hand in script that a feedback page might run
# look: no
# %%
from IPython.display import HTML, Javascript, display

display(HTML("<script>alert(1)</script><iframe src='file:///etc/passwd'></iframe>"))
display(Javascript("alert(1)"))

# %% mean
def mean(values):
    raise ValueError("<script>alert(1)</script>")
