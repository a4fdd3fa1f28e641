import { Command } from 'commander'
import { openSpace } from '../app.ts'
import { XinyuError } from '../kernel/errors/index.ts'
import { outputOf, visibleRun } from '../use/run/index.ts'
import { print, shared } from './output.ts'
import { textTable } from './table.ts'

interface QueryOptions {
  readonly contract: string
  readonly user: string
}

/** `xinyu query`: one query under a contract, by the one path as everybody's. Exit 2 when it was refused. */
export function queryCommand(): Command {
  return new Command('query')
    .description('run one query under a contract and print the released result')
    .argument('<sql>', 'the query')
    .requiredOption('--contract <id>', 'the contract')
    .requiredOption('--user <login>', 'who asks: a developer of the consuming body')
    .action(async (sql: string, options: QueryOptions, command: Command) => {
      const { home, json } = shared(command)
      process.exitCode = await query(home, sql, options, json)
    })
}

async function query(home: string, sql: string, options: QueryOptions, json: boolean): Promise<number> {
  const opened = await openSpace({ home, settings: { logLevel: 'error' } })
  try {
    const { core, runs } = opened
    const user = await core.db
      .selectFrom('app_user')
      .selectAll()
      .where('login', '=', options.user)
      .executeTakeFirst()
    if (!user?.roles.includes('developer'))
      throw new XinyuError('NOT_FOUND', { what: `developer ${options.user}` })
    const actor = {
      kind: 'user',
      userId: user.id,
      participantId: user.participant_id,
      roles: user.roles,
    } as const
    const run = await visibleRun(
      core,
      actor,
      await runs.run(actor, { contractId: options.contract, kind: 'query', sql }),
    )
    const output = await outputOf(core, actor, run)
    print(
      json,
      { run, output },
      output
        ? textTable(output, 1000)
        : [`⊘ ${run.problem?.zh ?? run.state}`, `  ${run.problem?.en ?? run.decision?.because ?? ''}`],
    )
    return output ? 0 : 2
  } finally {
    await opened.stop()
  }
}
