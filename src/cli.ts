import { Command, type CommanderError } from 'commander'
import { failWith } from './cli/output.ts'

/** Help ends well; any other word of the parser means wrong usage. */
const endUsage = (error: CommanderError): never => process.exit(error.exitCode === 0 ? 0 : 64)

/** `npx xinyu …`: exit codes are 0 done, 1 failed, 2 verified as false or found damaged, 64 wrong usage. */
const program = new Command('xinyu')
  .description('Xinyu 信域: a trusted data space for medical insurance 医保可信数据空间')
  .option('--home <folder>', 'data folder (default: XINYU_HOME or ./data)')
  .option('--json', 'print results as JSON')
  .exitOverride(endUsage)

/** What other bodies run alone is loaded alone: it is small, and needs neither engine nor database. */
const [, , first] = process.argv
const commands =
  first === 'witness'
    ? [(await import('./cli/witness.ts')).witnessCommand()]
    : first === 'monitor'
      ? [(await import('./cli/monitor.ts')).monitorCommand()]
      : (await import('./cli/commands.ts')).commands()

for (const command of commands) program.addCommand(command.exitOverride(endUsage))

await program.parseAsync().catch(failWith)
