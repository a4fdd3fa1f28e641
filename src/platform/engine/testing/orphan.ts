// A server that starts the engine, keeps it busy, tells the ids of its children and waits to be killed.
import { readdirSync, readFileSync } from 'node:fs'
import { systemClock } from '../../../kernel/clock.ts'
import { createEngine, engineSettings } from '../index.ts'

const [home = ''] = process.argv.slice(2)
const log = { warn: () => {}, info: () => {} }
const engine = createEngine({
  config: { engine: engineSettings({ warmChildren: 2 }) },
  home,
  log,
  clock: systemClock,
})
await engine.start()
const limits = { timeMs: 60_000, memoryBytes: 512 << 20, maxRows: 10 }
const module = new URL('./bad-script.ts', import.meta.url).href
const busy = [
  engine.query({ sql: 'SELECT count(*) FROM range(10000000000) a, range(10000000) b', tables: {}, limits }),
  engine.script({ module, input: { how: 'spin' }, limits }),
]
for (const one of busy) one.catch(() => {})
setTimeout(() => {
  const parentOf = (pid: string) => /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  const children = readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && parentOf(pid) === String(process.pid)
    } catch {
      return false
    }
  })
  process.stdout.write(`${JSON.stringify(children.map(Number))}\n`)
}, 1_500)
