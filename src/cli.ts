import { Command } from 'commander'
import { backupCommand, restoreCommand } from './cli/backup.ts'
import { doctorCommand } from './cli/doctor.ts'
import { fsckCommand } from './cli/fsck.ts'
import { importCommand } from './cli/import.ts'
import { initCommand } from './cli/init.ts'
import { failWith } from './cli/output.ts'
import { queryCommand } from './cli/query.ts'
import { rescueCommand } from './cli/rescue.ts'
import { startCommand } from './cli/start.ts'
import { storyCommand } from './cli/story.ts'
import { verifyCommand } from './cli/verify.ts'

/** `npx xinyu …`: exit codes are 0 done, 1 failed, 2 verified as false or found damaged, 64 wrong usage. */
const program = new Command('xinyu')
  .description('Xinyu 信域: a trusted data space for medical insurance 医保可信数据空间')
  .option('--home <folder>', 'data folder (default: XINYU_HOME or ./data)')
  .option('--json', 'print results as JSON')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))

for (const command of [
  initCommand(),
  startCommand(),
  doctorCommand(),
  storyCommand(),
  importCommand(),
  queryCommand(),
  verifyCommand(),
  fsckCommand(),
  backupCommand(),
  restoreCommand(),
  rescueCommand(),
]) {
  program.addCommand(command)
}

await program.parseAsync().catch(failWith)
