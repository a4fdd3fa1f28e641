import { setTimeout as sleep } from 'node:timers/promises'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeatBox } from '../index.ts'
import { run, spec, testDriver } from '../driver.fixture.ts'
import { tar } from './tar.fixture.ts'

const MIB = 2 ** 20
const here = await testDriver()
const skip = here.full ? null : (here.why ?? 'not all fences stand here')
afterAll(here.stop)

describe.skipIf(skip !== null)(
  `limits as the server holds them${skip ? ` (skipped: ${skip})` : ''}`,
  { timeout: 60_000 },
  () => {
    let seat: SeatBox
    beforeAll(async () => {
      seat = await here.driver.open(spec())
    })
    afterAll(() => seat.close())
    /** Processes beside bubblewrap's three and those of the kernel itself. */
    const alive = async () => (await seat.usage()).processes

    test('a spinning cell ends at its time, also one that takes no notice of it', async () => {
      const kernel = await seat.kernel()
      const spin = await run(kernel, 'while True: pass', { timeMs: 300 })
      expect(spin.done).toMatchObject({ state: 'time' })
      expect((await run(kernel, 'kept = 1')).done.state).toBe('ok')
      const deaf = `
while True:
    try:
        count = 0
        while True: count += 1
    except KeyboardInterrupt: pass`
      const stubborn = run(kernel, deaf, { timeMs: 60_000 })
      await sleep(500)
      await kernel.interrupt(300)
      expect((await stubborn).done.state).toBe('interrupted')
      expect((await run(kernel, 'print("kept" in globals())')).out).toBe('False\n')
    })

    test('orphans of a cell die with its kernel', async () => {
      const kernel = await seat.kernel()
      await kernel.restart()
      const before = await alive()
      const orphans = `
import os, time
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(600)
        os._exit(0)`
      expect((await run(kernel, orphans)).done.state).toBe('ok')
      expect(await alive()).toBeGreaterThanOrEqual(before + 6)
      await kernel.restart()
      expect(await alive()).toBe(before)
      const left = await run(kernel, `import os\nprint(len([p for p in os.listdir('/proc') if p.isdigit()]))`)
      expect(left.out).toBe('3\n')
    })

    test('memory taken by many processes is killed for it, and the seat lives on', async () => {
      const kernel = await seat.kernel()
      // Shared pages escape the limit of one process; the group has them all.
      const bomb = `
import mmap
kept = []
while True:
    kept.append(mmap.mmap(-1, 20 << 20))
    kept[-1].write(b'x' * (20 << 20))`
      expect((await run(kernel, bomb)).done.state).toBe('memory')
      const many = `
import os
pids = []
for _ in range(6):
    pid = os.fork()
    if pid == 0:
        kept = b'x' * (60 << 20)
        os.read(os.pipe()[0], 1)
    pids.append(pid)
print(sorted({os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(3)}))`
      expect((await run(kernel, many)).out).toBe('[-9]\n')
      await kernel.restart()
      expect((await seat.usage()).memoryBytes).toBeLessThanOrEqual(192 * MIB)
      expect((await run(kernel, 'print(1 + 1)')).out).toBe('2\n')
    })

    test('what a cell shows stops at its bound, counted outside of the seat', async () => {
      const kernel = await seat.kernel()
      const much = await run(kernel, `for i in range(100_000): print('row', i)`, { maxBytes: 5000 })
      expect(much.done).toMatchObject({ state: 'ok', cut: true })
      expect(Buffer.byteLength(much.out)).toBeLessThanOrEqual(5000)
      const table = await run(kernel, `import pandas\npandas.DataFrame({'a': range(10_000)})`, { maxRows: 7 })
      expect(table.events[0]).toMatchObject({
        kind: 'table',
        total: 10_000,
        rows: [[0], [1], [2], [3], [4], [5], [6]],
      })
      expect(table.done.cut).toBe(true)
      // The team speaks on the agent's connection itself: nothing of it gets past the bound.
      const forged = await run(
        kernel,
        `
import gc, json
agent = next(one for one in gc.get_objects() if type(one).__name__ == 'Kernel')
rows = [['x' * 1000]] * 2000
agent.channel.send({'ev': 'out', 'id': agent.current, 'event': {'kind': 'table', 'columns': [{'name': 'a', 'type': 'b'}], 'rows': rows, 'total': 1}})
agent.channel.send({'ev': 'out', 'id': agent.current, 'event': {'kind': 'script', 'text': 'alert(1)'}})
agent.channel.send({'ev': 'out', 'id': agent.current, 'event': {'kind': 'image', 'mime': 'text/html', 'base64': '!'}})`,
        { maxRows: 5, maxBytes: 4000 },
      )
      const shown = forged.events.filter((event) => event.kind !== 'done')
      expect(shown).toHaveLength(1)
      expect(shown[0]).toMatchObject({ kind: 'table', total: 2000 })
      expect(JSON.stringify(shown).length).toBeLessThan(4300)
      expect(forged.done.cut).toBe(true)
    })

    test('a connection that is misused ends with its process, and is told', async () => {
      const kernel = await seat.kernel()
      const speak = (what: string) =>
        run(
          kernel,
          `
import gc, struct, time
agent = next(one for one in gc.get_objects() if type(one).__name__ == 'Kernel')
${what}
time.sleep(20)`,
        )
      const before = here.alarms.length
      expect((await speak(`agent.channel.sock.sendall(struct.pack('>IB', 1 << 31, 0))`)).done.state).toBe(
        'died',
      )
      expect((await speak(`agent.channel.send({'ev': 'done', 'id': 'one'})`)).done.state).toBe('died')
      expect((await speak(`agent.channel.sock.sendall(struct.pack('>IB', 4, 0) + b'[[[[')`)).done.state).toBe(
        'died',
      )
      expect(here.alarms.slice(before).map(({ what }) => what)).toEqual(['frames', 'frames', 'frames'])
      expect((await run(kernel, 'print(3)')).out).toBe('3\n')
    })

    test('links and special files of the file area are told and never read or followed', async () => {
      const kernel = await seat.kernel()
      await run(
        kernel,
        `
import os
os.makedirs('out/deep', exist_ok=True)
open('out/plain.txt', 'w').write('plain')
os.symlink('/etc/passwd', 'out/link')
os.symlink('/etc', 'out/folder-link')
os.symlink('out', 'around')
os.link('out/plain.txt', 'out/hard.txt')
os.mkfifo('out/fifo')
import socket
s = socket.socket(socket.AF_UNIX); s.bind('/work/out/socket')`,
      )
      const kinds = Object.fromEntries((await seat.list()).map(({ path, kind }) => [path, kind]))
      expect(kinds).toMatchObject({
        'out/plain.txt': 'file',
        'out/link': 'link',
        'out/folder-link': 'link',
        'out/fifo': 'special',
        'out/socket': 'special',
        around: 'link',
        'out/deep': 'folder',
      })
      for (const path of [
        'out/link',
        'out/folder-link/passwd',
        'out/fifo',
        'out/socket',
        'out/deep',
        'around/plain.txt',
      ])
        await expect(seat.read(path, MIB), path).rejects.toMatchObject({ code: 'SEAT_FILE_KIND' })
      for (const path of [
        '../etc/passwd',
        '/etc/passwd',
        'out/../../etc',
        'out//plain.txt',
        '.',
        '',
        'a\0b',
        'x'.repeat(201),
      ])
        await expect(seat.read(path, MIB), path).rejects.toMatchObject({ code: 'SEAT_FILE_PATH' })
      await expect(seat.write('around/new.txt', Buffer.from('x'))).rejects.toMatchObject({
        code: 'SEAT_FILE_KIND',
      })
      await expect(seat.write('out/folder-link/x', Buffer.from('x'))).rejects.toMatchObject({
        code: 'SEAT_FILE_KIND',
      })
      await seat.write('out/link', Buffer.from('own'))
      expect(
        (await run(kernel, `print(os.path.islink('out/link'), open('/etc/passwd').read()[:4])`)).out,
      ).toBe('False seat\n')
      await expect(seat.read('out/plain.txt', 3)).rejects.toMatchObject({ code: 'SEAT_FILE_TOO_LARGE' })
      await expect(seat.read('nothing', 3)).rejects.toMatchObject({ code: 'SEAT_FILE_MISSING' })
      await seat.remove('out')
      await seat.remove('around')
      expect((await seat.list()).filter(({ path }) => path.startsWith('out'))).toEqual([])
    })

    test('writing beyond the quota says so and leaves the old file', async () => {
      await seat.write('kept.bin', Buffer.from('old'))
      await expect(seat.write('kept.bin', Buffer.alloc(20 * MIB))).rejects.toMatchObject({
        code: 'SEAT_DISK_FULL',
      })
      expect(String(await seat.read('kept.bin', 100))).toBe('old')
      const { diskBytes, inodes } = await seat.usage()
      expect(diskBytes).toBeLessThanOrEqual(16 * MIB)
      expect(inodes).toBeLessThanOrEqual(500)
    })

    test('archives that would write elsewhere, hold links or are bombs do not open a seat', async () => {
      const plain = { name: 'a/ok.txt', body: 'ok' }
      const wrong: [string, Buffer, string][] = [
        ['up', tar([plain, { name: '../evil', body: 'x' }]), 'SEAT_FILE_PATH'],
        ['absolute', tar([{ name: '/tmp/evil', body: 'x' }]), 'SEAT_FILE_PATH'],
        ['torn', tar([plain]).subarray(0, 700), 'SEAT_FILE_PATH'],
        [
          'too many files',
          tar(Array.from({ length: 3000 }, (_, i) => ({ name: `f/${i}`, body: '' }))),
          'SEAT_DISK_FULL',
        ],
        ['too many bytes', tar([{ name: 'big', body: 'x'.repeat(20 * MIB) }]), 'SEAT_DISK_FULL'],
      ]
      for (const [name, bytes, code] of wrong)
        await expect(here.driver.open(spec({ files: Readable.from([bytes]) })), name).rejects.toMatchObject({
          code,
        })
      const links = tar([plain, { name: 'link', link: '/etc/passwd' }, { name: 'link/through', body: 'x' }])
      const opened = await here.driver.open(spec({ files: Readable.from([links]) }))
      expect((await opened.list()).map(({ path, kind }) => [path, kind])).toEqual([
        ['a', 'folder'],
        ['a/ok.txt', 'file'],
        ['link', 'folder'],
        ['link/through', 'file'],
      ])
      await opened.close()
    })

    test('two seats draw different numbers, as do two kernels of one', async () => {
      const draw = `import random, uuid, tempfile, numpy\nprint(random.random(), numpy.random.random(), uuid.uuid4(), tempfile.mktemp())`
      const kernel = await seat.kernel()
      const first = (await run(kernel, draw)).out.split(' ')
      await kernel.restart()
      const second = (await run(kernel, draw)).out.split(' ')
      const other = await here.driver.open(spec())
      const third = (await run(await other.kernel(), draw)).out.split(' ')
      await other.close()
      for (let i = 0; i < 4; i++) expect(new Set([first[i], second[i], third[i]]).size).toBe(3)
    })
  },
)
