import type { Command } from 'commander'
import { backupCommand, restoreCommand } from './backup.ts'
import { doctorCommand } from './doctor.ts'
import { fsckCommand } from './fsck.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { keysCommand } from './keys.ts'
import { monitorCommand } from './monitor.ts'
import { queryCommand } from './query.ts'
import { rescueCommand } from './rescue.ts'
import { startCommand } from './start.ts'
import { storyCommand } from './story.ts'
import { verifyCommand } from './verify.ts'
import { witnessCommand } from './witness.ts'

/** Every command of the program, in the order of its help. */
export const commands = (): Command[] => [
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
  keysCommand(),
  witnessCommand(),
  monitorCommand(),
]
