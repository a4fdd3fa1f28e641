import { call, EPERM, type Probe } from './probe.fixture.ts'

/** The host's kernel: settings, devices, and calls that no honest work makes. */
export const KERNEL: readonly Probe[] = [
  {
    name: 'settings of the kernel',
    code: `tried(lambda: os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY))`,
    held: /^ENOENT$/,
  },
  {
    name: 'load, memory and messages of the host',
    code: `print([path for path in ('/proc/loadavg', '/proc/meminfo', '/proc/stat', '/proc/kallsyms', '/proc/kcore', '/proc/keys', '/proc/sysrq-trigger', '/proc/version') if os.path.exists(path)])`,
    held: /^\[\]$/,
  },
  {
    name: 'the system and its groups',
    code: `print([path for path in ('/sys/kernel', '/sys/fs/cgroup', '/sys/class', '/sys/firmware') if os.path.exists(path)])`,
    held: /^\[\]$/,
  },
  {
    name: 'devices',
    code: `print(sorted(set(os.listdir('/dev')) - {'console', 'core', 'fd', 'full', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero'}))`,
    held: /^\[\]$/,
  },
  {
    name: 'a device of its own making',
    code: `tried(lambda: os.mknod('probe-device', 0o600 | 0x6000, os.makedev(7, 0)) or os.unlink('probe-device'))`,
    held: EPERM,
  },
  {
    name: 'mount',
    code: `tried(lambda: os.makedirs('probe-mount', exist_ok=True) or call('mount', ctypes.c_char_p(b'none'), ctypes.c_char_p(b'probe-mount'), ctypes.c_char_p(b'tmpfs'), 0, None) or call('umount2', ctypes.c_char_p(b'probe-mount'), 2))`,
    held: EPERM,
  },
  { name: 'umount', code: `tried(lambda: call('umount2', ctypes.c_char_p(b'/nowhere'), 0))`, held: EPERM },
  {
    name: 'the newer calls that mount',
    code: `tried(lambda: os.close(call('fsopen', ctypes.c_char_p(b'tmpfs'), 0)))\ntried(lambda: os.close(call('open_tree', -100, ctypes.c_char_p(b'/tmp'), 1)))`,
    held: /^EPERM\nEPERM$/,
  },
  {
    name: 'pivot_root',
    code: `tried(lambda: call('pivot_root', ctypes.c_char_p(b'/nowhere'), ctypes.c_char_p(b'/nowhere')))`,
    held: EPERM,
  },
  { name: 'chroot', code: `tried(lambda: call('chroot', ctypes.c_char_p(b'/nowhere')))`, held: EPERM },
  {
    name: 'ptrace',
    code: `child = os.fork()
if child == 0:
    try: call('ptrace', 0, 0, 0, 0)
    except OSError as error: os._exit(error.errno)
    os._exit(0)
print(errno.errorcode.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))`,
    held: EPERM,
  },
  {
    name: 'reading memory across processes',
    code: `tried(lambda: call('process_vm_readv', os.getpid(), None, 0, None, 0, 0))`,
    held: EPERM,
  },
  {
    name: 'a user namespace',
    code: `child = os.fork()
if child == 0:
    try: call('unshare', 0x10000000)
    except OSError as error: os._exit(error.errno)
    os._exit(0)
print(errno.errorcode.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))`,
    held: EPERM,
  },
  {
    name: 'a user namespace by clone',
    code: `tried(lambda: call('clone', 0x10000000 | 0x4000 | 17, 0, 0, 0, 0) or os._exit(0))`,
    held: EPERM,
  },
  { name: 'clone3', code: `tried(lambda: call('clone3', None, 0))`, held: /^ENOSYS$/ },
  { name: 'entering a namespace', code: `tried(lambda: call('setns', 99, 0))`, held: EPERM },
  { name: 'the key store', code: call('keyctl', 0, -3, 0), held: EPERM },
  {
    name: 'adding a key',
    code: `tried(lambda: call('add_key', ctypes.c_char_p(b'user'), ctypes.c_char_p(b'xinyu-probe'), ctypes.c_char_p(b'x'), 1, -1))`,
    held: EPERM,
  },
  { name: 'io_uring', code: call('io_uring_setup', 1, 'None'), held: EPERM },
  { name: 'bpf', code: call('bpf', 0, 'None', 0), held: EPERM },
  { name: 'perf', code: call('perf_event_open', 'None', 0, -1, -1, 0), held: EPERM },
  { name: 'userfaultfd', code: `tried(lambda: os.close(call('userfaultfd', 1)))`, held: EPERM },
  {
    name: 'typing into a terminal',
    code: `import fcntl\ntried(lambda: fcntl.ioctl(0, 0x5412, b'x'))`,
    held: EPERM,
  },
  {
    name: 'typing, with high bits set to pass a careless filter',
    code: `tried(lambda: libc.ioctl(0, ctypes.c_ulong(0x100005412), ctypes.c_char_p(b'x')) == 0 or (_ for _ in ()).throw(OSError(ctypes.get_errno(), '')))`,
    held: EPERM,
  },
  {
    name: 'selection of a console',
    code: `import fcntl\ntried(lambda: fcntl.ioctl(0, 0x541C, b'x'))`,
    held: EPERM,
  },
  { name: 'personality', code: call('personality', 0xffffffff), held: EPERM },
  {
    name: 'modules',
    code: `tried(lambda: call('init_module', None, 0, None))\ntried(lambda: call('finit_module', -1, None, 0))`,
    held: /^EPERM\nEPERM$/,
  },
  { name: 'kexec', code: call('kexec_load', 0, 99, 'None', 1), held: EPERM },
  { name: 'files by handle', code: `tried(lambda: call('open_by_handle_at', -1, None, 0))`, held: EPERM },
  { name: 'messages of the kernel', code: call('syslog', 10, 'None', 0), held: EPERM },
  { name: "another process's descriptors", code: call('pidfd_getfd', -1, 0, 0), held: EPERM },
  {
    name: 'the host name',
    code: `name = os.uname().nodename.encode()\ntried(lambda: call('sethostname', ctypes.c_char_p(name), len(name)))`,
    held: EPERM,
  },
  { name: 'reboot', code: call('reboot', 0, 0, 0, 'None'), held: EPERM },
  { name: 'swap', code: `tried(lambda: call('swapon', ctypes.c_char_p(b'/nowhere'), 0))`, held: EPERM },
  { name: 'a filter of its own that listens', code: call('seccomp', 1, 8, 'None'), held: EPERM },
  {
    name: 'memory hidden from the host',
    code: `tried(lambda: os.close(call('memfd_secret', 0)))`,
    held: EPERM,
  },
  { name: 'another user', code: `tried(lambda: os.setuid(0))`, held: EPERM },
  {
    name: 'higher priority',
    code: `tried(lambda: os.setpriority(os.PRIO_PROCESS, 0, -10) or os.setpriority(os.PRIO_PROCESS, 0, 0))`,
    held: /^(EPERM|EACCES)$/,
  },
  {
    name: 'real-time scheduling',
    code: `tried(lambda: call('sched_setscheduler', 0, 99, None))`,
    held: EPERM,
  },
  {
    name: 'limits raised',
    code: `def more():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
try: tried(more)
except ValueError as error: print('ValueError')`,
    held: /^(EPERM|ValueError)$/,
  },
  {
    name: 'capabilities and privileges',
    code: `about = dict(line.split(':', 1) for line in open('/proc/self/status'))
print(int(about['CapEff'], 16), int(about['CapBnd'], 16), about['NoNewPrivs'].strip(), about['Seccomp'].strip(), os.getuid() != 0)`,
    held: /^0 0 1 2 True$/,
  },
  {
    name: 'a program of its own making is filtered too',
    code: `import shutil, subprocess
shutil.copy('/usr/bin/env', 'probe-env')
print(subprocess.run(['./probe-env', '/usr/bin/python3', '-I', '-c', """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.mount(b'none', b'/nowhere', b'tmpfs', 0, None), ctypes.get_errno())"""], capture_output=True, text=True).stdout.strip())
os.unlink('probe-env')`,
    held: /^-1 1$/,
  },
  {
    name: 'system calls of the 32-bit kind',
    arch: 'x64',
    code: `import mmap
child = os.fork()
if child == 0:
    os.close(2)
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(bytes([0x53, 0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0x5b, 0xc3]))
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) < 0)`,
    held: /^True$/,
  },
]
