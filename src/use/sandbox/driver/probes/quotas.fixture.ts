import { type Probe } from './probe.fixture.ts'

/** More than a seat may take. */
export const QUOTAS: readonly Probe[] = [
  {
    name: 'descriptors',
    code: `kept = []
def more():
    while len(kept) < 4000: kept.append(os.dup(0))
tried(more)
for fd in kept: os.close(fd)`,
    held: /^EMFILE$/,
  },
  {
    name: 'a fork bomb',
    code: `kept = []
def more():
    while len(kept) < 120:
        pid = os.fork()
        if pid == 0:
            time.sleep(30)
            os._exit(0)
        kept.append(pid)
tried(more)
for pid in kept: os.kill(pid, signal.SIGKILL)
for pid in kept: os.waitpid(pid, 0)`,
    held: /^EAGAIN$/,
  },
  {
    name: 'threads without end',
    code: `import threading
stop = threading.Event()
kept = []
try:
    while len(kept) < 120:
        one = threading.Thread(target=stop.wait)
        one.start()
        kept.append(one)
    print('OPEN')
except RuntimeError: print('RuntimeError')
stop.set()
for one in kept: one.join()`,
    held: /^RuntimeError$/,
  },
  {
    name: 'a memory bomb',
    code: `kept = []
def more():
    while len(kept) < 40: kept.append(bytearray(10_000_000))
tried(more)
kept = None`,
    held: /^MemoryError$/,
  },
  {
    name: 'a full file area',
    code: `def more():
    with open('probe-full', 'wb', buffering=0) as file:
        for _ in range(48): file.write(bytes(1 << 20)); os.fsync(file.fileno())
tried(more)
os.path.exists('probe-full') and os.unlink('probe-full')`,
    held: /^(ENOSPC|EFBIG)$/,
  },
  {
    name: 'the same by /tmp and shared memory',
    code: `def more():
    for place in ('/tmp', '/dev/shm'):
        for i in range(12):
            with open(f'{place}/probe-{place[1]}{i}', 'wb') as file: file.write(bytes(1 << 20))
tried(more)
for place in ('/tmp', '/dev/shm'):
    for i in range(12):
        if os.path.exists(f'{place}/probe-{place[1]}{i}'): os.unlink(f'{place}/probe-{place[1]}{i}')`,
    held: /^ENOSPC$/,
  },
  {
    name: 'files without end',
    code: `kept = []
def more():
    os.makedirs('probe-files', exist_ok=True)
    while len(kept) < 700:
        open(f'probe-files/{len(kept)}', 'w').close()
        kept.append(1)
tried(more)
import shutil
shutil.rmtree('probe-files')`,
    held: /^ENOSPC$/,
  },
  {
    name: 'one huge file',
    code: `def more():
    with open('probe-huge', 'wb') as file: file.truncate(1 << 34)
tried(more)
os.path.exists('probe-huge') and os.unlink('probe-huge')`,
    held: /^(EFBIG|ENOSPC)$/,
  },
]
