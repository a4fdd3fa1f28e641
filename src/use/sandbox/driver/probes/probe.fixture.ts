/** What a probe is told about the host: places and services that the test itself opened there. */
export interface Host {
  /** TCP listeners on 127.0.0.1 and ::1, a datagram listener on 127.0.0.1. */
  readonly tcp4: number
  readonly tcp6: number
  readonly udp: number
  /** Unix sockets: one in a folder, one abstract. */
  readonly unixPath: string
  readonly abstract: string
  /** A file below the data folder, and the folder. */
  readonly secretFile: string
  readonly home: string
  /** A process of the host whose argument and environment hold this word. */
  readonly pid: number
  readonly word: string
  /** Process of another seat that holds `word` in memory and in files of `/work`, `/tmp` and `/dev/shm`. */
  readonly otherPid: number
  readonly marker: string
}

export interface Probe {
  readonly name: string
  /** Python; prints what happened. `host` holds the facts above, `tried(f)` prints the error's name or `OPEN`. */
  readonly code: string
  /** What must be seen from inside. */
  readonly held: RegExp
  /** Only under this processor. */
  readonly arch?: 'x64'
}

/** Known before each probe, inside a seat and without one alike. */
export const PRELUDE = `
import ctypes, errno, os, resource, signal, socket, struct, sys, time
libc = ctypes.CDLL(None, use_errno=True)
ARM = os.uname().machine == 'aarch64'
def tried(work):
    try:
        found = work()
        print('OPEN', '' if found is None else repr(found)[:200])
    except OSError as error:
        print(errno.errorcode.get(error.errno, error.errno) if error.errno else type(error).__name__)
    except MemoryError:
        print('MemoryError')
def call(name, *args):
    numbers = {'mount': (165, 40), 'umount2': (166, 39), 'pivot_root': (155, 41), 'ptrace': (101, 117), 'unshare': (272, 97),
      'setns': (308, 268), 'keyctl': (250, 219), 'add_key': (248, 217), 'io_uring_setup': (425, 425), 'bpf': (321, 280),
      'perf_event_open': (298, 241), 'userfaultfd': (323, 282), 'personality': (135, 92), 'init_module': (175, 105),
      'finit_module': (313, 273), 'kexec_load': (246, 104), 'open_by_handle_at': (304, 265), 'syslog': (103, 116),
      'process_vm_readv': (310, 270), 'clone3': (435, 435), 'sethostname': (170, 161), 'reboot': (169, 142),
      'clone': (56, 220), 'shmget': (29, 194), 'mq_open': (240, 180), 'swapon': (167, 224), 'fsopen': (430, 430),
      'open_tree': (428, 428), 'pidfd_getfd': (438, 438), 'sched_setscheduler': (144, 119), 'seccomp': (317, 277),
      'memfd_secret': (447, 447), 'chroot': (161, 51)}
    args = [ctypes.c_long(a) if isinstance(a, int) else a for a in args]
    ctypes.set_errno(0)
    found = libc.syscall(numbers[name][ARM], *args)
    if found < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return found
def dials(family, address, kind=socket.SOCK_STREAM):
    one = socket.socket(family, kind)
    one.settimeout(2)
    one.connect(address)
    one.send(b'out')
    one.close()
def reads(path, most=64):
    with open(path, 'rb') as file:
        return file.read(most)
`

export const call = (name: string, ...args: (string | number)[]) =>
  `tried(lambda: call('${name}', ${args.join(', ')}))`
export const EPERM = /^EPERM$/
