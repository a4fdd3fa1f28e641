"""The allow-list of system calls. What is not named here fails with EPERM, in every process of a seat."""
FILTER = b''
_NAMES = {}

PLAIN = '''
accept accept4 access alarm arch_prctl bind brk capget chdir chmod chown clock_getres clock_gettime
clock_nanosleep close close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait
epoll_pwait2 epoll_wait eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir
fchmod fchmodat fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fork fstat fstatfs fsync ftruncate futex futimesat
get_mempolicy get_robust_list getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups getitimer getpeername getpgid
getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettid
gettimeofday getuid getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioprio_get kill lchown lgetxattr link
linkat listen listxattr llistxattr lseek lstat madvise membarrier memfd_create mincore mkdir mkdirat mknod mknodat mlock mlock2
mmap mprotect mremap msync munlock munmap nanosleep newfstatat open openat pause pipe pipe2 poll ppoll pread64 preadv preadv2
prlimit64 pselect6 pwrite64 pwritev pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg rename renameat
renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
sched_getscheduler sched_rr_get_interval sched_setaffinity sched_yield select sendfile sendmmsg sendmsg sendto set_robust_list
set_tid_address setitimer setpgid setpriority setrlimit setsid setsockopt shutdown sigaltstack signalfd signalfd4 splice stat
statfs statx symlink symlinkat sync_file_range sysinfo tee tgkill time timer_create timer_delete timer_getoverrun
timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate umask uname unlink unlinkat
utime utimensat utimes vfork wait4 waitid write writev
'''.split()
# What no honest work calls: it fails too, and is told (see notices.py).
TOLD = '''
add_key bpf chroot delete_module finit_module fsconfig fsmount fsopen init_module io_uring_enter io_uring_register
io_uring_setup ioperm iopl kexec_file_load kexec_load keyctl mount mount_setattr move_mount open_by_handle_at open_tree
perf_event_open pidfd_getfd pivot_root process_vm_readv process_vm_writev ptrace reboot request_key setdomainname sethostname
setns swapon syslog umount2 unshare userfaultfd
'''.split()
# The C library falls back to an older call where these are unknown, and would fail where they are forbidden.
UNKNOWN = ('clone3', 'openat2', 'fchmodat2', 'futex_waitv')
NEW_FLAGS = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
NEW_NAMESPACES = sum(NEW_FLAGS)
AF_UNIX = 1
# TCGETS, TCSETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TIOCGPGRP.
# TIOCSTI and TIOCLINUX type into a terminal.
TOLD_IOCTLS = (0x5412, 0x541C)
IOCTLS = (0x5401, 0x5402, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x540F)
# PDEATHSIG, NAME both ways, KEEPCAPS query, DUMPABLE query, TIMING, CAPBSET_READ, NO_NEW_PRIVS both ways, THP, VMA names.
PRCTLS = (1, 2, 3, 7, 13, 15, 16, 23, 38, 39, 41, 42, 0x53564D41)


def export(path):
    """The filter once as bytes: for the children from memory, for bubblewrap's own processes as a file."""
    global FILTER
    import seccomp

    rules = seccomp.SyscallFilter(defaction=seccomp.ERRNO(1))
    for name in PLAIN:
        _try(rules, seccomp.ALLOW, name)
    for name in UNKNOWN:
        _try(rules, seccomp.ERRNO(38), name)
    told = seccomp.NOTIFY
    for name in TOLD:
        _try(rules, told, name)
        _NAMES[seccomp.resolve_syscall(seccomp.Arch(), name)] = name
    same, masked = seccomp.EQ, seccomp.MASKED_EQ
    rules.add_rule(seccomp.ALLOW, 'clone', seccomp.Arg(0, masked, NEW_NAMESPACES, 0))
    for flag in NEW_FLAGS:
        rules.add_rule(told, 'clone', seccomp.Arg(0, masked, flag, flag))
    for number in TOLD_IOCTLS:
        rules.add_rule(told, 'ioctl', seccomp.Arg(1, masked, 0xFFFFFFFF, number))
    for name in ('clone', 'ioctl'):
        _NAMES[seccomp.resolve_syscall(seccomp.Arch(), name)] = name
    for name in ('socket', 'socketpair'):
        rules.add_rule(seccomp.ALLOW, name, seccomp.Arg(0, same, AF_UNIX))
    for number in IOCTLS:
        rules.add_rule(seccomp.ALLOW, 'ioctl', seccomp.Arg(1, same, number))
    for number in PRCTLS:
        rules.add_rule(seccomp.ALLOW, 'prctl', seccomp.Arg(0, same, number))
    with open(path, 'wb') as file:
        rules.export_bpf(file)
    with open(path, 'rb') as file:
        FILTER = file.read()


def name_of(number):
    return _NAMES.get(number, str(number))


def _try(rules, action, name):
    try:
        rules.add_rule(action, name)
    except (RuntimeError, ValueError):
        # This libseccomp does not know the call: the default denies it.
        pass
