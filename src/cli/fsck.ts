import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { fsck } from '../safeguard/evidence/index.ts'
import { print, shared } from './output.ts'

/** `xinyu fsck`: exit 0 clean, 2 damaged. The server must not run on the same data folder. */
export function fsckCommand(): Command {
  return new Command('fsck')
    .description('re-derive the whole tree from its entries and compare it with the database, entry by entry')
    .action(async (_options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const opened = await openSpace({ home, settings: { logLevel: 'error' } })
      try {
        const report = await fsck(home, opened.core.db)
        print(json, report, [
          report.ok
            ? `✓ 完好 clean: ${report.size} entries, root ${report.root}`
            : `✗ 发现 ${report.problems.length} 处损坏 problems found:`,
          ...report.problems.map((problem) => `  · ${JSON.stringify(problem)}`),
        ])
        process.exitCode = report.ok ? 0 : 2
      } finally {
        await opened.stop()
      }
    })
}
