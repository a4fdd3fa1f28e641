"""How a child of the warm parent becomes a process of a seat. The order is what works; see docs/sandbox.md."""
import fcntl
import os
import random
import resource
import signal
import sys

from _xinyu import linux, notices, syscalls

KINDS = (
    ('pid', linux.CLONE_NEWPID),
    ('net', linux.CLONE_NEWNET),
    ('ipc', linux.CLONE_NEWIPC),
    ('uts', linux.CLONE_NEWUTS),
    ('cgroup', linux.CLONE_NEWCGROUP),
    ('mnt', linux.CLONE_NEWNS),
)
inner = -1


def enter(request, channel):
    """Joins the seat's namespaces. True in the helper that only forked; False in the process inside."""
    global inner
    seat = request['seat']
    for group in request['groups']:
        with open(group, 'w') as file:
            file.write('0')
    if request['do'] != 'prepare':
        # What runs foreign code is killed before the helper that would free some space.
        with open('/proc/self/oom_score_adj', 'w') as file:
            file.write('100' if request['do'] == 'files' else '900')
        limit(request['limits'])
    base = f'/proc/{seat["pid"]}/ns'
    spaces = {name: os.open(f'{base}/{name}', os.O_RDONLY | os.O_CLOEXEC) for name, _ in KINDS}
    inner = os.open(f'{base}/user', os.O_RDONLY | os.O_CLOEXEC)
    owner = fcntl.ioctl(spaces['mnt'], linux.NS_GET_USERNS)
    if os.getuid() == 0:
        # Nothing of the host's root enters a seat: from here on the child is the seat's uid alone.
        os.setgroups([])
        os.setresgid(seat['gid'], seat['gid'], seat['gid'])
        os.setresuid(seat['uid'], seat['uid'], seat['uid'])
    linux.setns(owner, linux.CLONE_NEWUSER)
    for name, kind in KINDS:
        linux.setns(spaces[name], kind)
    # Other processes of the seat must not look into one that still holds capabilities, nor into the agent later.
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    told, tell = os.pipe()
    pid = os.fork()
    if pid:
        channel.send({'ev': 'entered', 'pid': pid})
        os.write(tell, b'1')
        return True
    # Two writers on one connection: the second waits for the first.
    os.read(told, 1)
    os.close(told)
    os.close(tell)
    for fd in (*spaces.values(), owner):
        os.close(fd)
    return False


def limit(limits):
    both = lambda what, value: resource.setrlimit(what, (value, value))
    both(resource.RLIMIT_CORE, 0)
    both(resource.RLIMIT_NOFILE, limits['descriptors'])
    both(resource.RLIMIT_FSIZE, limits['diskBytes'])
    both(resource.RLIMIT_MEMLOCK, 65536)
    both(resource.RLIMIT_MSGQUEUE, 0)
    both(resource.RLIMIT_NICE, 0)
    both(resource.RLIMIT_RTPRIO, 0)
    if os.getuid() == 0:
        # The uid is the seat's own: a second fence behind the group of processes.
        both(resource.RLIMIT_NPROC, limits['processes'] + 8)
    with open('/proc/self/status') as status:
        mapped = next(int(line.split()[1]) for line in status if line.startswith('VmData')) << 10
    # Beyond this an allocation fails with a MemoryError that leaves the kernel alive; the group is the hard limit.
    both(resource.RLIMIT_DATA, mapped + limits['memoryBytes'])


def confine(request, channel, parent):
    """The inner user namespace, no capability, no new privileges, no descriptor but the channel, then the filter."""
    linux.setns(inner, linux.CLONE_NEWUSER)
    linux.drop_capabilities()
    os.setsid()
    null = os.open('/dev/null', os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    close_but(channel.sock.fileno(), parent.fileno())
    os.umask(0o022)
    os.environ.clear()
    os.environ.update(request['env'])
    os.chdir('/work')
    linux.prctl(linux.PR_SET_DUMPABLE, 0)
    listener = linux.load_filter(syscalls.FILTER)
    notices.give(parent, listener, request['seatId'])
    os.close(listener)
    parent.close()
    for number in (signal.SIGINT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    reseed()
    sys.argv[:] = ['']
    sys.path[:0] = request['path']


def close_but(*kept):
    start = 3
    for fd in sorted(kept):
        os.closerange(start, fd)
        start = fd + 1
    os.closerange(start, 1 << 16)


def reseed():
    """Two seats must not draw the same numbers: what the parent seeded is seeded again."""
    random.seed()
    numpy, tempfile = sys.modules.get('numpy'), sys.modules.get('tempfile')
    if numpy is not None:
        numpy.random.seed(int.from_bytes(os.urandom(4), 'big'))
    if tempfile is not None:
        tempfile._name_sequence = None
        tempfile.tempdir = None
