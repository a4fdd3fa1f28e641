import { resolve } from 'node:path'
import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { systemActor } from '../kernel/actor.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { importFolder } from '../supply/source/index.ts'
import { print, shared } from './output.ts'

interface ImportOptions {
  readonly from: string
  readonly body: string
  readonly insured?: string
}

/** `xinyu import`: lands a folder of CSV files for a body. The server must not run on the same data folder. */
export function importCommand(): Command {
  return new Command('import')
    .description('land every CSV file of a folder as a dataset of a body')
    .requiredOption('--from <folder>', 'folder of CSV files with header lines')
    .requiredOption('--body <code>', 'unified social credit code of the owning body')
    .option(
      '--insured <table.column>',
      'column that identifies the insured person (guessed and stated if not given)',
    )
    .action(async (options: ImportOptions, command: Command) => {
      const { home, json } = shared(command)
      await importInto(home, options, json)
    })
}

async function importInto(home: string, options: ImportOptions, json: boolean): Promise<void> {
  const opened = await openSpace({ home, settings: { logLevel: 'error' } })
  try {
    const { core } = opened
    const owner = await core.db
      .selectFrom('participant')
      .select('id')
      .where('uscc', '=', options.body)
      .executeTakeFirst()
    if (!owner) throw new XinyuError('NOT_FOUND', { what: `body ${options.body}` })
    const [table, column] = options.insured?.split('.') ?? []
    const tables = await importFolder(core, systemActor('cli-import'), {
      dir: resolve(options.from),
      insured: table && column ? { table, column } : null,
      participantId: owner.id,
      onTable: (landed) => {
        if (!json)
          console.log(
            `  ${landed.code}: ${landed.rows} rows, rejected ${landed.rejected}; ${landed.reason.zh} ${landed.reason.en}`,
          )
      },
    })
    print(json, tables, [`✓ ${tables.length} 个数据集已入库 datasets landed`])
  } finally {
    await opened.stop()
  }
}
