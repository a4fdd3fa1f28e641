import { Command } from 'commander'
import { doctor } from '../platform/index.ts'
import { print, shared } from './output.ts'

const MARK = { ok: '✓', degraded: '!', missing: '✗' } as const

/** `xinyu doctor`: what this machine has and lacks, with the line that mends it. Exit 1 when something needed is missing. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('say what is present, what is degraded and what is missing on this machine')
    .action(async (_options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const checks = await doctor({ home, now: Date.now() })
      print(
        json,
        checks,
        checks.flatMap((check) => [
          `${MARK[check.state]} ${check.zh}  ${check.en}`,
          ...(check.fix ? [`    → ${check.fix}`] : []),
        ]),
      )
      process.exitCode = checks.some((check) => check.state === 'missing') ? 1 : 0
    })
}
