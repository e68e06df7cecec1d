# tries: write files that the next interpreter reads as it starts
# look: yes
# %%
import os
import site
import sys

home = os.path.expanduser("~")
for path in (
    f"{home}/.ipython/profile_default/startup/00-cheat.py",
    f"{home}/.pythonrc",
    f"{home}/.bashrc",
    f"{site.getusersitepackages()}/usercustomize.py",
    f"{site.getusersitepackages()}/cheat.pth",
    *(f"{folder}/sitecustomize.py" for folder in sys.path if folder),
):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a") as file:
            file.write("print('canary-5e1f-left')\n")
        print("wrote", path)
    except OSError as error:
        print(error)
