import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { LEAST_PASSPHRASE } from '../safeguard/crypto/index.ts'
import { backupSpace, restoreSpace } from './backup/space.ts'
import { print, shared } from './output.ts'

interface Options {
  readonly passphraseFile?: string
}

const FLAG = '--passphrase-file <file>'

/** `xinyu backup FOLDER`. The server must not run on the same data folder. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('back the space up into an empty folder: database, log, versions, results and keys')
    .argument('<folder>', 'empty or missing folder')
    .option(FLAG, 'seal the backup under the passphrase in this file (first line, at least 12 characters)')
    .action(async (folder: string, options: Options, command: Command) => {
      const { home, json } = shared(command)
      const passphrase = await passphraseOf(options)
      const opened = await openSpace({ home, settings: { logLevel: 'error' } })
      try {
        const manifest = await backupSpace(opened, resolve(folder), passphrase)
        const { files, ...told } = manifest
        print(json, { ...told, files: files.length, sealed: passphrase !== null }, [
          `✓ 已备份到 backed up to ${resolve(folder)}`,
          `  ${manifest.tables.length} tables, ${files.length} files, ${manifest.log.size} entries, root ${manifest.log.root}`,
          passphrase === null
            ? '  未加密！其中含有密钥，请同等保管。NOT SEALED: it holds the keys in the open; keep it as safe as the space, or use --passphrase-file.'
            : `  已用口令按本空间算法加密 sealed under the passphrase (${manifest.suite}). 口令丢失即无法恢复 without it nothing can be restored.`,
          ...(manifest.masterKey
            ? []
            : ['  主密钥在数据目录之外，不在其中，须另行保管 the master key lies outside and is NOT in it.']),
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
    .option(FLAG, 'opens a sealed backup')
    .action(async (folder: string, options: Options, command: Command) => {
      const { home, json } = shared(command)
      const { manifest, log, settingDiffers } = await restoreSpace(
        resolve(folder),
        home,
        await passphraseOf(options),
      )
      const { files, ...told } = manifest
      print(json, { manifest: { ...told, files: files.length }, log, settingDiffers }, [
        `✓ 已恢复到 restored into ${home}`,
        log.outcome === 'continued'
          ? `  原日志继续 the log goes on: ${log.size} entries, ${log.adopted} newer than the backup`
          : `  新日志开始，记有旧日志的检查点 a new log begins and names the old one: ${log.previous}`,
        ...(settingDiffers === null
          ? []
          : [
              `  本空间用 ${manifest.suite}，此处设置为 ${settingDiffers}：启动前请删去设置 crypto.suite。The space works with ${manifest.suite}; take the setting crypto.suite away before it starts.`,
            ]),
        ...(manifest.masterKey ? [] : ['  请先放回主密钥 bring the master key back first.']),
      ])
    })
}

/** The first line of the file. @throws XinyuError BACKUP_PASSPHRASE_FILE */
async function passphraseOf({ passphraseFile }: Options): Promise<string | null> {
  if (passphraseFile === undefined) return null
  const text = await readFile(resolve(passphraseFile), 'utf8').catch((cause: unknown) => {
    throw new XinyuError(
      'BACKUP_PASSPHRASE_FILE',
      { file: passphraseFile, least: LEAST_PASSPHRASE },
      { cause },
    )
  })
  const line = text.split(/\r?\n/, 1)[0]!
  if (Array.from(line).length < LEAST_PASSPHRASE)
    throw new XinyuError('BACKUP_PASSPHRASE_FILE', { file: passphraseFile, least: LEAST_PASSPHRASE })
  return line
}
