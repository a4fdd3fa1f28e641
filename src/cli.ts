import { readFileSync } from 'node:fs'
import { Command, type CommanderError } from 'commander'
import { commands } from './cli/commands.ts'
import { failWith } from './cli/output.ts'
import { keepCompiled } from './kernel/compile-cache.ts'

keepCompiled()

interface Package {
  readonly version: string
}
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Package

/** Help ends well; any other word of the parser means wrong usage. */
const endUsage = (error: CommanderError): never => process.exit(error.exitCode === 0 ? 0 : 64)

/** `npx xinyu …`: exit codes are 0 done, 1 failed, 2 verified as false or found damaged, 64 wrong usage. */
const program = new Command('xinyu')
  .description('Xinyu 信域: a trusted data space for medical insurance 医保可信数据空间')
  .version(version, '--version', 'print the version')
  .option('--home <folder>', 'data folder (default: XINYU_HOME or ./data)')
  .option('--json', 'print results as JSON')
  .exitOverride(endUsage)

for (const command of await commands(process.argv.slice(2)))
  program.addCommand(command.exitOverride(endUsage))

await program.parseAsync().catch(failWith)
