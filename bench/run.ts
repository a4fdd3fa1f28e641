import { cpus, totalmem } from 'node:os'
import { performance } from 'node:perf_hooks'

/** One measured number. `note` names the baseline and the size. */
export interface Measure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}

const SUITES = [
  'start',
  'generate',
  'import',
  'evidence',
  'gate',
  'history',
  'catalog',
  'quality',
  'consents',
  'decisions',
  'contracts',
  'seats',
  'portal-seats',
  'contest-assign',
  'contest-storm',
] as const

/** `npm run bench [suite …]`: every number of the README and the notes comes from here. */
const wanted = process.argv.slice(2)
const chosen = wanted.length > 0 ? SUITES.filter((suite) => wanted.includes(suite)) : SUITES

const rows: (Measure & { suite: string })[] = []
for (const suite of chosen) {
  const began = performance.now()
  const module = (await import(`./${suite}.ts`)) as { run: () => Promise<readonly Measure[]> }
  for (const measure of await module.run()) rows.push({ suite, ...measure })
  console.error(`# ${suite} took ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

const cpu = cpus()
console.log(
  `machine: ${cpu.length} × ${cpu[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; node ${process.version}`,
)
console.log('| suite | what | value | unit | note |\n|---|---|--:|---|---|')
for (const { suite, name, value, unit, note } of rows) {
  const shown = Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2)
  console.log(`| ${suite} | ${name} | ${shown} | ${unit} | ${note} |`)
}
