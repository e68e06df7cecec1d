"""System calls that no exercise needs: ways out of a namespace before, or memory nobody counts.

The latter hold memory that no process has mapped (shmget, semget, memfd_create), or keep it when
no process has it any more: mmap with MAP_SHARED of no file. For the others this is a
second wall behind the namespaces. All answer "not permitted", as in most containers. On a machine
whose numbers are not in the table the filter is left out.
"""

import errno
import platform
import struct

from autograder.sandbox.kernel import CLONE_NEWUSER, filter_system_calls

_X86_64 = {
    "shmget": 29,
    "semget": 64,
    "msgget": 68,
    "ptrace": 101,
    "pivot_root": 155,
    "mount": 165,
    "umount2": 166,
    "swapon": 167,
    "init_module": 175,
    "quotactl": 179,
    "kexec_load": 246,
    "add_key": 248,
    "request_key": 249,
    "keyctl": 250,
    "unshare": 272,
    "perf_event_open": 298,
    "name_to_handle_at": 303,
    "open_by_handle_at": 304,
    "setns": 308,
    "process_vm_readv": 310,
    "process_vm_writev": 311,
    "kcmp": 312,
    "finit_module": 313,
    "memfd_create": 319,
    "bpf": 321,
    "userfaultfd": 323,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsmount": 432,
    "mount_setattr": 442,
    "memfd_secret": 447,
}
_AARCH64 = {
    "msgget": 186,
    "semget": 190,
    "shmget": 194,
    "umount2": 39,
    "mount": 40,
    "pivot_root": 41,
    "quotactl": 60,
    "unshare": 97,
    "kexec_load": 104,
    "init_module": 105,
    "ptrace": 117,
    "add_key": 217,
    "request_key": 218,
    "keyctl": 219,
    "swapon": 224,
    "perf_event_open": 241,
    "name_to_handle_at": 264,
    "open_by_handle_at": 265,
    "setns": 268,
    "process_vm_readv": 270,
    "process_vm_writev": 271,
    "kcmp": 272,
    "finit_module": 273,
    "memfd_create": 279,
    "bpf": 280,
    "userfaultfd": 282,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsmount": 432,
    "mount_setattr": 442,
    "memfd_secret": 447,
}
_MACHINES = {
    "x86_64": (0xC000003E, _X86_64, 56, 9),
    "aarch64": (0xC00000B7, _AARCH64, 220, 222),
}
_CLONE3 = 435
_LOAD, _AND, _JUMP_EQUAL, _JUMP_SET, _JUMP_AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x45, 0x35, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 16, 40
_SHARED_ANONYMOUS = 0x21
_X32 = 0x40000000


def forbid_system_calls() -> None:
    """Make the listed system calls fail in this process and all that it starts."""
    if platform.machine() in _MACHINES:
        filter_system_calls(_program(*_MACHINES[platform.machine()]))


def _program(architecture: int, forbidden: dict[str, int], clone: int, mmap: int) -> bytes:
    refuse = _step(_RETURN, _ERRNO | errno.EPERM)
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        # The x32 numbers of the same kernel would slip past the table.
        _step(_JUMP_AT_LEAST, _X32, 0, 1),
        refuse,
    ]
    for number in forbidden.values():
        program += [_step(_JUMP_EQUAL, number, 0, 1), refuse]
    # clone3's flags lie in memory, which a filter cannot read: the C library falls back to clone.
    program += [_step(_JUMP_EQUAL, _CLONE3, 0, 1), _step(_RETURN, _ERRNO | errno.ENOSYS)]
    program += [
        _step(_JUMP_EQUAL, mmap, 0, 5),
        _step(_LOAD, _FOURTH_ARGUMENT),
        _step(_AND, _SHARED_ANONYMOUS),
        _step(_JUMP_EQUAL, _SHARED_ANONYMOUS, 0, 1),
        refuse,
        _step(_RETURN, _ALLOW),
        _step(_JUMP_EQUAL, clone, 0, 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_JUMP_SET, CLONE_NEWUSER, 0, 1),
        refuse,
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(program)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
