import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { fsck, type FsckReport, type Problem, repairEvidence } from '../safeguard/evidence/index.ts'
import { print, shared } from './output.ts'

/** `xinyu fsck`: exit 0 clean (or made so), 2 damaged. The server must not run on the same data folder. */
export function fsckCommand(): Command {
  return new Command('fsck')
    .description('re-derive the whole tree from its entries and compare it with the database, entry by entry')
    .option(
      '--repair',
      'make again what follows from the entries: tiles, bundles, journal, rows, search index; never an entry',
    )
    .action(async (options: { repair?: true }, command: Command) => {
      const { home, json } = shared(command)
      const opened = await openSpace({ home, settings: { logLevel: 'error' } })
      try {
        if (!options.repair) {
          const report = await fsck(home, opened.core.db)
          print(json, report, lines(report))
          process.exitCode = report.ok ? 0 : 2
          return
        }
        // Its writer must not have the log open meanwhile.
        await opened.core.evidence.stop()
        const { after, repaired } = await repairEvidence(opened.core)
        print(json, { ...after, repaired }, [
          ...repaired.map((problem) => `  ✓ 已重建 made again: ${told(problem)}`),
          ...lines(after),
        ])
        process.exitCode = after.ok ? 0 : 2
      } finally {
        await opened.stop()
      }
    })
}

const told = ({ file, leaf, why }: Problem) => JSON.stringify({ file, leaf, why })

const lines = (report: FsckReport): string[] => [
  report.ok
    ? `✓ 完好 clean: ${report.size} entries, root ${report.root}`
    : `✗ 发现 ${report.problems.length} 处损坏 problems found:`,
  ...report.problems.map(
    (problem) => `  · ${told(problem)}${problem.derived ? ' (xinyu fsck --repair)' : ''}`,
  ),
]
