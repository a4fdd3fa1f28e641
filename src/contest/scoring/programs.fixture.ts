import { crc32 } from 'node:zlib'

/** Programs as teams might hand them in. */
export const GOOD = `
GROUPS = {'pneumonia': 4200, 'appendix': 7800, 'stroke': 12500, 'hip': 31000, 'diabetes': 3600}

def predict(rows):
    def one(r):
        base = GROUPS[r['group']] + r['days'] * 620 + r['icu_days'] * 5200 + r['surgery'] * 3800
        return (base + r['comorbidities'] * 450 + r['age'] * 18) * (0.7 + r['level'] * 0.2)
    print('looked at', len(rows))
    return [one(r) for r in rows]
`

export const CONSTANT = `
def predict(rows):
    return [21000.0] * len(rows)
`

/** Reads and writes its files itself, and reads them with pandas. */
export const SCRIPT = `
import pandas as pd
frame = pd.read_csv('input/features.csv')
frame['prediction'] = 6000 + 900 * frame['days'] + 9000 * frame['surgery']
frame[['row', 'prediction']].to_csv('output/predictions.csv', index=False)
`

export const CRASHING = `
def predict(rows):
    raise ValueError('first row: ' + str(rows[0]))
`

/**
 * Looks everywhere for what is not for it and takes what it finds as its answer; where it finds nothing it answers with
 * a constant. \`MARKS\` are words that stand in the table that was brought and nowhere in what a program may see.
 */
export const SNOOPING = (marks: readonly string[]): string => `
import base64, glob, os, socket, subprocess
# Not as they stand: this very file is among what it reads.
MARKS = [base64.b64decode(mark) for mark in ${JSON.stringify(marks.map((mark) => Buffer.from(mark).toString('base64')))}]

def places():
    yield from (str(os.environ).encode(), ' '.join(os.listdir('/')).encode())
    roots = ['/proc/[0-9]*/' + name for name in ('environ', 'cmdline', 'maps', 'fd/*', 'root/work/**', 'root/tmp/**', 'cwd/*')]
    roots += ['/work/**', '/tmp/**', '/own/**', '/tables/**', '/packages/**', '/var/**', '/etc/**', '/dev/shm/**', '/home/**', '/root/**']
    for pattern in roots:
        for path in glob.iglob(pattern, recursive=True, include_hidden=True):
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 5_000_000:
                    with open(path, 'rb') as file:
                        yield file.read(1_000_000)
            except OSError:
                pass
    for pid in [name for name in os.listdir('/proc') if name.isdigit()]:
        try:
            with open(f'/proc/{pid}/maps') as maps, open(f'/proc/{pid}/mem', 'rb') as memory:
                for line in maps:
                    low, high = (int(part, 16) for part in line.split()[0].split('-'))
                    if pid != str(os.getpid()) and 'r' in line.split()[1] and high - low < 50_000_000:
                        memory.seek(low)
                        yield memory.read(high - low)
        except (OSError, ValueError):
            pass
    for target in (('127.0.0.1', 5432), ('127.0.0.1', 8080), ('169.254.169.254', 80), ('1.1.1.1', 53)):
        try:
            socket.create_connection(target, 0.2)
            yield MARKS[0]
        except OSError:
            pass
    for command in (['psql', '-l'], ['mount'], ['id']):
        try:
            yield subprocess.run(command, capture_output=True, timeout=5).stdout
        except (OSError, subprocess.SubprocessError):
            pass

def predict(rows):
    found = any(mark in text for text in places() for mark in MARKS)
    # What it found would be seen in its score.
    return [1e9 if found else 21000.0] * len(rows)
`

/** Prints the rows, to every door that a process has: its own, that of its parent, a terminal. */
export const PRINTING = `
import os, sys
def predict(rows):
    text = 'LEAK ' + str(rows)
    print(text); print(text, file=sys.stderr)
    for place in ['/dev/stdout', '/dev/stderr', '/dev/tty', '/dev/kmsg'] + [f'/proc/{pid}/fd/{fd}' for pid in (1, os.getppid(), os.getpid()) for fd in range(12)]:
        try:
            with open(place, 'w') as file: file.write(text)
        except OSError:
            pass
    for fd in range(3, 64):
        try: os.write(fd, text.encode())
        except OSError: pass
    return [21000.0] * len(rows)
`

/** Says one bit of what it sees by how long it takes. */
export const SLEEPING = (seconds: number): string => `
import time
def predict(rows):
    time.sleep(${seconds})
    return [21000.0] * len(rows)
`

export const ENDLESS = `
def predict(rows):
    while True: pass
`
export const IDLE = `
import time
def predict(rows):
    time.sleep(3600)
`
export const HUNGRY = `
def predict(rows):
    kept = []
    while True: kept.append(bytearray(64_000_000))
`
export const HUGE = `
open('output/predictions.csv', 'w').write('row,prediction\\n' + '1,2\\n' * 20_000_000)
`
export const FULL = `
import os
def predict(rows):
    try:
        with open('/work/fill', 'wb') as file:
            while True: file.write(b'x' * 1_000_000)
    except OSError:
        pass
    return [1.0] * len(rows)
`
export const FORKING = `
import os
for _ in range(100_000):
    try:
        if os.fork() == 0:
            while True: pass
    except OSError:
        pass
while True: pass
`
/** Leaves a process behind that would change the answer later. */
export const STAYING = `
import os, time
def predict(rows):
    if os.fork() == 0:
        os.setsid()
        time.sleep(4)
        while True:
            open('/work/output/predictions.csv', 'w').write('row,prediction\\n1,1\\n')
    return [21000.0] * len(rows)
`
export const LINKED = `
import os
os.symlink('/etc/passwd', 'output/predictions.csv')
`
export const SILENT = `
x = 1
`
export const SHORT = `
def predict(rows):
    return [1.0] * (len(rows) - 1)
`

/** A zip archive with its files stored as they are. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = []
  const listed: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [path, body] = [Buffer.from(name), Buffer.from(text)]
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt32LE(crc32(body), 10)
    head.writeUInt32LE(body.length, 14)
    head.writeUInt32LE(body.length, 18)
    head.writeUInt16LE(path.length, 22)
    const [local, central, place] = [
      Buffer.from('PK\x03\x04'),
      Buffer.from('PK\x01\x02\x14\0'),
      Buffer.alloc(14),
    ]
    place.writeUInt32LE(at, 10)
    parts.push(local, head, path, body)
    listed.push(central, head, place, path)
    at += 4 + 26 + path.length + body.length
  }
  const index = Buffer.concat(listed)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(index.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, index, end])
}

export const ZIPPED = zipOf({
  'predict.py': `import csv, os\nfrom helper import value\nhere = os.path.dirname(__file__)\n\ndef predict(rows):\n    return [value(open(os.path.join(here, 'weights.txt')).read())] * len(rows)\n`,
  'helper.py': 'def value(text):\n    return float(text)\n',
  'weights.txt': '21000.0',
})
