import { type Probe } from './probe.fixture.ts'

/** What the warm parent left in memory and open files. */
export const LEFT: readonly Probe[] = [
  {
    name: 'descriptors that were left open',
    code: `kinds = set()
for fd in os.listdir('/proc/self/fd'):
    try: kinds.add(os.readlink(f'/proc/self/fd/{fd}').split('[')[0])
    except OSError: pass
print(sorted(kind for kind in kinds if not kind.startswith(('/dev/null', 'pipe:', 'socket:', 'anon_inode:', '/proc/', '/usr/share/'))))`,
    held: /^\[\]$/,
  },
  {
    name: 'more than one connection',
    code: `print(sum(os.readlink(f'/proc/self/fd/{fd}').startswith('socket:') for fd in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{fd}')))`,
    held: /^1$/,
  },
  {
    name: 'the path of the space in the interpreter',
    code: `print(any(host['home'] in str(value) for name, module in list(sys.modules.items()) if name not in ('__main__', 'linecache') for value in vars(module).values() if isinstance(value, (str, list, tuple, dict))))`,
    held: /^False$/,
  },
  {
    name: 'what another seat said or was sent, in memory',
    code: `import re
found = 0
for line in open('/proc/self/maps'):
    place, access = line.split()[:2]
    start, end = (int(part, 16) for part in place.split('-'))
    if access[0] == 'r' and '[v' not in line and end - start < 1 << 28:
        found += len(re.findall(rb'SECRET-O[F]-ANOTHER-SEAT', ctypes.string_at(start, end - start)))
print(found)`,
    held: /^0$/,
  },
]
