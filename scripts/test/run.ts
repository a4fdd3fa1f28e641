import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Check, ROOT, type Suite } from './plan.ts'
import { outcomeOf, type Report, together, worthAgain } from './report.ts'
import type { Outcome } from './summary.ts'

/** Runs one static check quietly; shows what it said when it fails. */
export async function runCheck(check: Check): Promise<Outcome> {
  const began = Date.now()
  const { code, said } = await start(check.command, 'pipe')
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  process.stdout.write(
    `${code === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)\n${code === 0 ? '' : `${said}\n`}`,
  )
  return code === 0
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: [check.name], skipped: [] }
}

/**
 * Runs one suite with its own output. A file or two that failed beside others are tried once more by themselves: on a
 * small machine a browser may wait for a processor longer than a test waits for it. What passes then is named at the end.
 */
export async function runSuite(suite: Suite): Promise<Outcome> {
  process.stdout.write(`\n— ${suite.name}\n`)
  const first = await runFiles(suite, [])
  if (typeof first === 'string') return { passed: 0, failed: [first], skipped: [] }
  const files = worthAgain(first)
  if (files.length === 0) return outcomeOf(first)
  process.stdout.write(`\n— ${suite.name}, once more alone: ${files.join(', ')}\n`)
  const second = await runFiles(suite, files)
  if (typeof second === 'string') return outcomeOf(first)
  const { report, unsteady } = together(first, second)
  return outcomeOf(report, unsteady)
}

/** The counts come through a file. What is wrong as text where there are none. */
async function runFiles(suite: Suite, files: readonly string[]): Promise<Report | string> {
  const folder = mkdtempSync(join(tmpdir(), 'xinyu-report-'))
  const report = join(folder, 'report.json')
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', `--reporter=${join(import.meta.dirname, 'reporter.ts')}`]
  const command = [
    process.execPath,
    vitest,
    'run',
    ...suite.projects.flatMap((project) => ['--project', project]),
    '--passWithNoTests',
    ...reporters,
    ...files,
  ] as const
  try {
    const { code } = await start(command, 'inherit', { ...suite.env, XINYU_TEST_REPORT: report })
    return read(report, code, suite.name)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A run that ends badly without saying which test failed is a failure too. */
function read(file: string, code: number, name: string): Report | string {
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return `${name}: vitest ended with code ${code} and no report`
  }
  if (code === 0 || outcomeOf(report).failed.length > 0) return report
  return { ...report, unhandled: [`${name}: vitest ended with code ${code}`] }
}

function start(
  [program, ...args]: readonly [string, ...string[]],
  output: 'pipe' | 'inherit',
  env: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', (error) => resolve({ code: 127, said: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() }))
  })
}
