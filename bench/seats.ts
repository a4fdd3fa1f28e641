import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { systemClock } from '../src/kernel/clock.ts'
import {
  createLocalDriver,
  type Kernel,
  type SandboxDriver,
  type SeatBox,
} from '../src/use/sandbox/driver/index.ts'
import type { Measure } from './run.ts'
import { availableMib, jain, quantile, usedMib } from './seats/measure.ts'

/** `SEATS`, `SEATS_MINUTES`, `SEATS_THINK_MS` change the size: teams, length of the mixed script, pause between two cells. */
const SEATS = Number(process.env.SEATS ?? 200)
const MINUTES = Number(process.env.SEATS_MINUTES ?? 10)
const THINK_MS = Number(process.env.SEATS_THINK_MS ?? 20_000)
const ARRIVALS_PER_SECOND = 20
const ROWS = 20_000
const MIB = 2 ** 20
const LIMITS = {
  memoryBytes: 256 * MIB,
  cpuWeight: 100,
  processes: 64,
  descriptors: 256,
  diskBytes: 64 * MIB,
  inodes: 2000,
}

/** What teams do with a table of 20,000 rows; each cell stands by itself. */
const SCRIPT: readonly { readonly code: string; readonly language?: 'sql' }[] = [
  { code: `import xinyu\nsetl = xinyu.table('setl_d')\nsetl.head(20)` },
  { code: `setl.groupby('hosp')['fen'].agg(['count', 'sum', 'mean']).reset_index()` },
  {
    code: `select kind, count(*) n, sum(fen) fen from setl_d group by kind order by n desc`,
    language: 'sql',
  },
  {
    code: `both = setl.merge(setl.groupby('person')['fen'].sum().rename('all'), on='person')\nboth['share'] = both.fen / both['all']\nboth.share.describe()`,
  },
  {
    code: `from sklearn.linear_model import LogisticRegression
X = setl[['fen', 'days']].to_numpy(); y = (setl.kind == 3).to_numpy()
round(LogisticRegression(max_iter=50).fit(X / X.max(0), y).score(X / X.max(0), y), 3)`,
  },
  { code: `import matplotlib.pyplot as plt\nsetl.groupby('day')['fen'].sum().plot()\nplt.show()` },
  { code: `open('/work/note.txt', 'a').write('x' * 1000)\nsorted(word for word in 'a few words'.split())` },
]

interface Team {
  readonly seat: SeatBox
  readonly kernel: Kernel
  readonly secret: string
  readonly startMs: number
}

/** 200 seats on one machine: memory, start, a working day's mix, fairness, losses and leaks. */
export async function run(): Promise<readonly Measure[]> {
  const home = mkdtempSync(join(tmpdir(), 'xinyu-bench-seats-'))
  const driver = createLocalDriver({ home, log: pino({ level: 'silent' }), clock: systemClock })
  try {
    const { level, parts } = await driver.isolation()
    if (level === 'none') throw new Error(parts.map(({ en }) => en).join('; '))
    const tables = makeTables(join(home, 'tables'))
    const note = `${SEATS} seats, isolation ${level}`
    return [...(await idle(driver, tables, note)), ...(await work(driver, tables, note))]
  } finally {
    await driver.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function idle(driver: SandboxDriver, tables: string, note: string): Promise<Measure[]> {
  const before = availableMib()
  const teams = await arrive(driver, tables, 1000 / ARRIVALS_PER_SECOND)
  await sleep(2000)
  const used = before - availableMib()
  const { warm, seats } = sharesMib()
  await Promise.all(teams.map(({ seat }) => seat.close()))
  const starts = teams.map(({ startMs }) => startMs)
  const began = performance.now()
  const rush = await arrive(driver, tables, 0)
  const rushed = performance.now() - began
  await Promise.all(rush.map(({ seat }) => seat.close()))
  return [
    {
      name: 'idle memory, seats and warm parent',
      value: warm + seats,
      unit: 'MiB PSS',
      note: `${note}; of that the warm parent ${Math.round(warm)}`,
    },
    {
      name: 'fall of available memory',
      value: used,
      unit: 'MiB',
      note: 'the same with page tables and groups; only true on a quiet machine',
    },
    {
      name: 'start p50',
      value: quantile(starts, 0.5),
      unit: 'ms',
      note: `${ARRIVALS_PER_SECOND} a second, until the first cell ran`,
    },
    { name: 'start p95', value: quantile(starts, 0.95), unit: 'ms', note: 'the same; target below 1000' },
    { name: 'start of all at once', value: rushed / 1000, unit: 's', note },
  ]
}

async function work(driver: SandboxDriver, tables: string, note: string): Promise<Measure[]> {
  const teams = await arrive(driver, tables, 1000 / ARRIVALS_PER_SECOND)
  let lost = 0
  for (const { seat } of teams) void seat.closed.then((why) => (lost += why === 'asked' ? 0 : 1))
  const until = performance.now() + MINUTES * 60_000
  const latencies: number[] = []
  let failed = 0
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, usedMib())), 1000)
  const done = await Promise.all(
    teams.map(async ({ kernel }, i) => {
      await sleep((i / teams.length) * THINK_MS)
      let cells = 0
      for (; performance.now() < until; cells++) {
        const began = performance.now()
        const state = await cell(kernel, SCRIPT[cells % SCRIPT.length]!)
        latencies.push(performance.now() - began)
        if (state !== 'ok') failed++
        // The same mean for all, without a common beat.
        await sleep(THINK_MS * (0.5 + ((i * 7919 + cells * 104_729) % 1000) / 1000))
      }
      return cells
    }),
  )
  clearInterval(watch)
  const cpu = await Promise.all(teams.map(async ({ seat }) => (await seat.usage()).cpuMs))
  const leaks = await lookForLeaks(teams)
  await Promise.all(teams.map(({ seat }) => seat.close()))
  const size = `${note}, ${MINUTES} min, a cell each ${THINK_MS / 1000} s, tables of ${ROWS.toLocaleString('en')} rows, limit 256 MiB`
  return [
    { name: 'cells run', value: latencies.length, unit: 'cells', note: `${size}; ${failed} not ok` },
    {
      name: 'cell latency p50',
      value: quantile(latencies, 0.5),
      unit: 'ms',
      note: 'first cell of a table, grouping, SQL, join, model, plot, file',
    },
    { name: 'cell latency p95', value: quantile(latencies, 0.95), unit: 'ms', note: 'the same' },
    { name: 'Jain index of cells', value: jain(done), unit: '', note: 'over seats; target 0.95' },
    { name: 'Jain index of CPU time', value: jain(cpu), unit: '', note: 'over seats' },
    { name: 'peak memory in use', value: peak, unit: 'MiB', note: 'whole machine, MemTotal − MemAvailable' },
    { name: 'seats lost', value: lost, unit: 'seats', note },
    {
      name: 'cells that saw another seat',
      value: leaks,
      unit: 'seats',
      note: 'files, variables and a scan of memory for the words of the others',
    },
  ]
}

async function arrive(driver: SandboxDriver, tables: string, everyMs: number): Promise<Team[]> {
  const teams: Promise<Team>[] = []
  for (let slot = 0; slot < SEATS; slot++) {
    teams.push(open(driver, tables, slot))
    if (everyMs > 0) await sleep(everyMs)
  }
  return Promise.all(teams)
}

async function open(driver: SandboxDriver, tables: string, slot: number): Promise<Team> {
  const began = performance.now()
  const seat = await driver.open({
    seatId: `team-${slot}`,
    slot,
    tables,
    own: null,
    packages: [],
    limits: LIMITS,
    files: null,
  })
  const kernel = await seat.kernel()
  const secret = `SECRET-${String(slot).padStart(5, '0')}-TEAM`
  await cell(kernel, { code: `secret = '${secret}'\nopen('/work/secret', 'w').write(secret)` })
  return { seat, kernel, secret, startMs: performance.now() - began }
}

async function cell(
  kernel: Kernel,
  work: { code: string; language?: 'sql' },
  said?: (text: string) => void,
): Promise<string> {
  const asked = {
    language: work.language ?? 'python',
    code: work.code,
    timeMs: 300_000,
    maxRows: 100,
    maxBytes: 500_000,
  } as const
  for await (const event of kernel.execute(asked)) {
    if (event.kind === 'text') said?.(event.text)
    if (event.kind === 'done') return event.state
  }
  return 'died'
}

/** Each seat knows its own word alone: in its file, its variables, and anywhere in its memory. */
async function lookForLeaks(teams: readonly Team[]): Promise<number> {
  const code = `
import ctypes, os, re
words = {open('/work/secret').read(), secret}
for line in open('/proc/self/maps'):
    place, access = line.split()[:2]
    start, end = (int(part, 16) for part in place.split('-'))
    if access[0] == 'r' and '[v' not in line and end - start < 1 << 28:
        words |= {found.decode() for found in re.findall(rb'SECRET-[0-9]{5}-TEAM', ctypes.string_at(start, end - start))}
print(sorted(words), sorted(set(os.listdir('/work')) - {'note.txt'}))`
  let leaks = 0
  for (const { kernel, secret } of teams) {
    let said = ''
    await cell(kernel, { code }, (text) => (said += text))
    if (said.trim() !== `['${secret}'] ['secret']`) leaks++
  }
  return leaks
}

function makeTables(folder: string): string {
  mkdirSync(folder)
  const db = new DatabaseSync(join(folder, 'tables.sqlite'))
  db.exec(`create table setl_d (person integer, hosp text, kind integer, day text, fen integer, days integer);
    with recursive n(i) as (select 0 union all select i + 1 from n where i < ${ROWS - 1})
    insert into setl_d select i * 7919 % 5000, 'H' || (i * 31 % 40), i % 7, date('2025-01-01', (i * 13 % 365) || ' days'), i * 37 % 90000, i % 30 from n`)
  db.close()
  chmodSync(join(folder, 'tables.sqlite'), 0o644)
  const types = { person: 'integer', hosp: 'text', kind: 'integer', day: 'date', fen: 'fen', days: 'integer' }
  const columns = Object.entries(types).map(([name, type]) => ({ name, type, titleZh: name, titleEn: name }))
  const dictionary = {
    tables: [{ name: 'setl_d', titleZh: '结算', titleEn: 'Settlements', rows: ROWS, columns }],
  }
  writeFileSync(join(folder, 'dictionary.json'), JSON.stringify(dictionary))
  return folder
}

/** Proportional share of every process in a seat, and of the warm parent with its small sibling. */
function sharesMib(): { warm: number; seats: number } {
  const shares = { warm: 0, seats: 0 }
  const ours = new Set([process.pid])
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
      const warm = ours.has(parent) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('warm.py')
      if (warm) ours.add(Number(pid))
      const seated = readFileSync(`/proc/${pid}/cgroup`, 'utf8').includes(`xinyu-seats-${process.pid}-`)
      if (!warm && !seated) continue
      shares[seated ? 'seats' : 'warm'] +=
        Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) / 1024
    } catch {}
  }
  return shares
}
