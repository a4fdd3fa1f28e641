import { existsSync } from 'node:fs'
import { CHECKS, LONG_SUITES, SUITES } from './test/plan.ts'
import { runCheck, runSuite } from './test/run.ts'
import { type Outcome, summary } from './test/summary.ts'

/** `node scripts/test.ts [--long]`: all checks and suites; the last line is the count, the exit code 1 on a failure. */
const long = process.argv.includes('--long')
const outcomes: Outcome[] = []

for (const check of long ? [] : CHECKS.filter(({ needs }) => !needs || existsSync(needs))) {
  outcomes.push(await runCheck(check))
}
for (const suite of long ? LONG_SUITES : SUITES) outcomes.push(await runSuite(suite))

const { text, failed } = summary(outcomes)
process.stdout.write(text)
process.exitCode = failed > 0 ? 1 : 0
