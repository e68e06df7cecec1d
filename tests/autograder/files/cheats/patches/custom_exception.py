# tries: swallow every exception before it is shown
# look: yes
# %%
get_ipython().set_custom_exc((BaseException,), lambda *_, **__: None)
get_ipython().showtraceback = lambda *_, **__: None
get_ipython()._showtraceback = lambda *_, **__: None
