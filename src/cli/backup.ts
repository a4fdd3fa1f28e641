import { resolve } from 'node:path'
import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { backupSpace, restoreSpace } from './backup/space.ts'
import { print, shared } from './output.ts'

/** `xinyu backup FOLDER`. The server must not run on the same data folder. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('back the space up into an empty folder: database, log, versions, results and keys')
    .argument('<folder>', 'empty or missing folder')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const opened = await openSpace({ home, settings: { logLevel: 'error' } })
      try {
        const manifest = await backupSpace(opened, resolve(folder))
        print(json, manifest, [
          `✓ 已备份到 backed up to ${resolve(folder)}`,
          `  ${manifest.tables.length} tables, ${manifest.log.size} entries, root ${manifest.log.root}`,
          '  其中含有密钥，请同等保管。It holds the keys: keep it as safe as the space.',
        ])
      } finally {
        await opened.stop()
      }
    })
}

/** `xinyu restore FOLDER`: into a data folder without a database. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description(
      'restore a backup into a data folder that holds no database; a log that survived there goes on',
    )
    .argument('<folder>', 'folder that `backup` made')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const { home, json } = shared(command)
      const { manifest, log } = await restoreSpace(resolve(folder), home)
      print(json, { manifest, log }, [
        `✓ 已恢复到 restored into ${home}`,
        log.outcome === 'continued'
          ? `  原日志继续 the log goes on: ${log.size} entries, ${log.adopted} newer than the backup`
          : `  新日志开始，记有旧日志的检查点 a new log begins and names the old one: ${log.previous}`,
      ])
    })
}
