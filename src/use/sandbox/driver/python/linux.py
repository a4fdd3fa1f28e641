"""The few system calls that Python 3.11 has no function for."""
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
NS_GET_USERNS = 0xB701

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NAME = 15
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MNT_DETACH = 2
AT_FDCWD, AT_EMPTY_PATH, AT_RECURSIVE = -100, 0x1000, 0x8000
OPEN_TREE_CLONE, MOVE_MOUNT_F_EMPTY_PATH = 1, 4
SYS_SECCOMP = 277 if os.uname().machine == 'aarch64' else 317
SECCOMP_FILTER_FLAG_NEW_LISTENER = 8
SYS_OPEN_TREE, SYS_MOVE_MOUNT, SYS_MOUNT_SETATTR = 428, 429, 442
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4


def check(result, what):
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f'{what}: {os.strerror(code)}')
    return result


def prctl(option, a=0, b=0, c=0, d=0):
    long = ctypes.c_ulong
    return check(libc.prctl(ctypes.c_int(option), long(a), long(b), long(c), long(d)), f'prctl {option}')


def setns(fd, kind):
    check(libc.setns(fd, kind), f'setns {kind:#x}')


def mount(source, target, kind, flags, data=''):
    check(libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode()), f'mount {target}')


def umount(target):
    check(libc.umount2(target.encode(), MNT_DETACH), f'umount {target}')


def open_tree(path):
    """A copy of a mount, read-only, that can be put into another namespace."""
    fd = check(
        libc.syscall(SYS_OPEN_TREE, AT_FDCWD, path.encode(), OPEN_TREE_CLONE | os.O_CLOEXEC), f'open_tree {path}')
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0, 0, 0)
    check(libc.syscall(SYS_MOUNT_SETATTR, fd, b'', AT_EMPTY_PATH, ctypes.byref(attributes), 32), 'mount_setattr')
    return fd


def move_mount(fd, target):
    check(libc.syscall(SYS_MOVE_MOUNT, fd, b'', AT_FDCWD, target.encode(), MOVE_MOUNT_F_EMPTY_PATH), f'move_mount {target}')


def drop_capabilities():
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break
    prctl(PR_CAP_AMBIENT, 4)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    check(libc.capset(ctypes.byref(header), ctypes.byref(data)), 'capset')
    prctl(PR_SET_NO_NEW_PRIVS, 1)


class _Program(ctypes.Structure):
    _fields_ = [('count', ctypes.c_ushort), ('filter', ctypes.c_char_p)]


def load_filter(bpf):
    """Loads the filter; gives the descriptor over which the calls to be told are told."""
    program = _Program(len(bpf) // 8, bpf)
    return check(libc.syscall(SYS_SECCOMP, 1, SECCOMP_FILTER_FLAG_NEW_LISTENER, ctypes.byref(program)), 'seccomp')
