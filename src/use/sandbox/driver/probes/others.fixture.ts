import { EPERM, type Probe } from './probe.fixture.ts'

/** Other seats, and processes of the host. */
export const OTHERS: readonly Probe[] = [
  {
    name: "another seat's file area",
    code: `found = []
for pid in (*[p for p in os.listdir('/proc') if p.isdigit()], str(host['otherPid'])):
    try:
        if host['marker'] in os.listdir(f'/proc/{pid}/root/work'): found.append(pid)
    except OSError: pass
print(len(found))`,
    held: /^0$/,
  },
  {
    name: "another seat's /tmp",
    code: `tried(lambda: reads(f"/proc/{host['otherPid']}/root/tmp/{host['marker']}"))`,
    held: /^(ENOENT|EACCES)$/,
  },
  {
    name: "another seat's shared memory",
    code: `tried(lambda: reads(f"/proc/{host['otherPid']}/root/dev/shm/{host['marker']}"))`,
    held: /^(ENOENT|EACCES)$/,
  },
  {
    name: 'its own folders hold nothing of another',
    code: `print([place for place in ('/work', '/tmp', '/dev/shm', '/var/tmp') if host['marker'] in os.listdir(place)])`,
    held: /^\[\]$/,
  },
  {
    name: "another seat's process by a signal",
    code: `tried(lambda: os.kill(host['otherPid'], 0))`,
    held: /^ESRCH$/,
  },
  {
    name: "another seat's memory",
    code: `tried(lambda: open(f"/proc/{host['otherPid']}/mem", 'rb').close())`,
    held: /^(ENOENT|EACCES)$/,
  },
  {
    name: 'processes of the host',
    code: `print(len([p for p in os.listdir('/proc') if p.isdigit()]) <= 8)`,
    held: /^True$/,
  },
  {
    name: 'command lines of the host',
    code: `def line(pid):
    try: return reads(f'/proc/{pid}/cmdline', 4096)
    except OSError: return b''
print(sum(host['word'].encode() in line(p) for p in os.listdir('/proc') if p.isdigit()))`,
    held: /^0$/,
  },
  {
    name: "the host's environment",
    code: `def env(pid):
    try: return reads(f'/proc/{pid}/environ', 65536)
    except OSError: return b''
print(sum(host['word'].encode() in env(p) for p in os.listdir('/proc') if p.isdigit()))`,
    held: /^0$/,
  },
  {
    name: 'the own environment',
    code: `print(sorted(set(os.environ) - {'PATH', 'HOME', 'USER', 'LANG', 'TZ', 'TMPDIR', 'MPLBACKEND', 'MPLCONFIGDIR', 'XDG_CACHE_HOME', 'PYTHONPATH', 'PYTHONDONTWRITEBYTECODE', 'JOBLIB_MULTIPROCESSING', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'}))`,
    held: /^\[\]$/,
  },
  {
    name: 'the agent of the seat, from a process beside it',
    code: `pid = os.getpid()
child = os.fork()
if child == 0:
    os.execv('/usr/bin/python3', ['python3', '-I', '-c', f"""
try:
    open('/proc/{pid}/mem', 'r+b').close()
    raise SystemExit(7)
except OSError as error:
    raise SystemExit(error.errno)"""])
print(errno.errorcode.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))`,
    held: /^EACCES$/,
  },
  {
    name: 'shared memory of System V',
    code: `tried(lambda: libc.shmctl(call('shmget', 0, 4096, 0o1600), 0, None))`,
    held: EPERM,
  },
  {
    name: 'message queues',
    code: `tried(lambda: call('mq_open', ctypes.c_char_p(b'xinyu-probe'), 0o102, 0o600, None) and libc.mq_unlink(b'/xinyu-probe'))`,
    held: EPERM,
  },
]
