import { writeFileSync } from 'node:fs'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { FileReport, Report } from './report.ts'

/** Writes the counts, failures and reasons of skipping to the file named by XINYU_TEST_REPORT. */
// oxlint-disable-next-line import/no-default-export -- vitest loads the default export
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message?: string }[]): void {
    const report: Report = {
      files: Object.fromEntries(modules.map((module) => [module.relativeModuleId, reportOf(module)])),
      unhandled: unhandled.map((error) => `unhandled error: ${error.message ?? 'unknown'}`),
    }
    const file = process.env.XINYU_TEST_REPORT
    if (file) writeFileSync(file, JSON.stringify(report))
  }
}

function reportOf(module: TestModule): FileReport {
  const tests = [...module.children.allTests()]
  const of = (state: string) => tests.filter((test) => test.result().state === state)
  const failed = of('failed').map((test) => `${nameOf(test)}: ${firstLine(test.result().errors)}`)
  // A file that cannot be loaded, or a hook that fails, holds no failed test of its own.
  if (module.state() === 'failed' && failed.length === 0)
    failed.push(`${module.relativeModuleId} (outside of a test): ${firstLine(module.errors())}`)
  return {
    passed: of('passed').length,
    failed,
    skipped: of('skipped').map((test) => ({ name: nameOf(test), reason: reasonOf(test) })),
    seconds: module.diagnostic().duration / 1000,
  }
}

/** Of a log that is cut the end is kept: what failed says there why. */
const firstLine = (errors: readonly { message?: string }[] | undefined): string =>
  (errors?.[0]?.message ?? 'no message').split('\n')[0]!.slice(0, 300)

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} > ${test.fullName}`

function reasonOf(test: TestCase): string {
  const result = test.result()
  return (result.state === 'skipped' && result.note) || 'its condition does not hold on this machine'
}
