import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { sql } from 'kysely'
import { digestOf, suite } from '../../safeguard/crypto/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { Contest, HiddenTask } from '../scheme/index.ts'
import { csvOf, wrong } from './csv.ts'
import { type Answer, type Brought, divide, numbered, sampleOf } from './data.ts'
import type { TaskRow } from './store.ts'
import { commitmentOf } from './split.ts'
import { destroy, keep, kept } from './vault.ts'

export interface NewData {
  /** The whole table: ids, features, answers. */
  readonly table: Buffer
  /** Rows that everybody may see, without ids; null: made out of names and types. */
  readonly sample: Buffer | null
  readonly idColumn: string
  readonly answerColumn: string
}

/**
 * Brings the data of a hidden test. Features and answers are parted here and never lie in one file again.
 * @throws XinyuError CONTEST_TASK_DATA, CONTEST_TASK_FROZEN once a team has run on them
 */
export async function bringData(
  core: Core,
  actor: UserActor,
  { contest, task }: { readonly contest: Contest; readonly task: HiddenTask },
  data: NewData,
): Promise<void> {
  const key = Buffer.from(core.random.bytes(32))
  const brought = divide(utf8(data.table), {
    ...data,
    metric: task.metric,
    publicShare: task.publicShare,
    key,
  })
  const given = data.sample === null ? null : utf8(data.sample)
  const sample = sampleOf(brought.columns, brought.answer, given, core.random)
  const sampleText = csvOf(sample.table)
  const parts = await keepParts(core, brought, sampleText)
  const hash = digestOf(data.table)
  const row = {
    contest_id: contest.id,
    code: task.code,
    id_column: data.idColumn,
    answer: JSON.stringify(brought.answer),
    columns: JSON.stringify(brought.columns),
    rows: brought.answers.length,
    public_rows: brought.publicRows,
    ...parts,
    sample_rows: sample.table.rows.length,
    sample_digest: digestOf(sampleText),
    sample_made: sample.made,
    data_digest: hash,
    metric: task.metric,
    split_key: key,
    baseline: brought.baseline,
    uploaded_by: actor.userId,
    leaf: null,
    released_at: null,
  }
  const ids = [parts.features_id, parts.answers_id, parts.sample_id]
  const acted = await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const name = `contest_task:${contest.id}:${task.code}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
    // The row first: a run that is just asked for holds it, and is seen afterwards.
    const old = await tx
      .deleteFrom('contest_task')
      .where('contest_id', '=', contest.id)
      .where('code', '=', task.code)
      .returning(['features_id', 'answers_id', 'sample_id'])
      .executeTakeFirst()
    const used = await tx
      .selectFrom('contest_task_run')
      .select('id')
      .where('contest_id', '=', contest.id)
      .where('task', '=', task.code)
      .executeTakeFirst()
    if (used) throw new XinyuError('CONTEST_TASK_FROZEN')
    await tx
      .insertInto('contest_task')
      .values({ ...row, uploaded_at: now })
      .execute()
    note({
      kind: 'contest_task.data_brought',
      subject: { contest: contest.id, by: actor.userId },
      payload: {
        task: task.code,
        metric: task.metric,
        digest: hash,
        sampleDigest: row.sample_digest,
        rows: row.rows,
        publicRows: row.public_rows,
        algorithm: suite().hash.name,
        splitCommitment: commitmentOf(key),
        baseline: brought.baseline,
      },
    })
    return old ?? null
  }).catch(async (error: unknown) => {
    // Written after all, where only its evidence is late: then the bytes stay.
    const known = await core.db
      .selectFrom('contest_task')
      .select('code')
      .where('features_id', '=', parts.features_id)
      .executeTakeFirst()
    if (!known) for (const id of ids) await destroy(core.home, id)
    throw error
  })
  const old = acted.value
  if (old) for (const id of [old.features_id, old.answers_id, old.sample_id]) await destroy(core.home, id)
  await core.db
    .updateTable('contest_task')
    .set({ leaf: acted.entries[0]!.leaf })
    .where('contest_id', '=', contest.id)
    .where('code', '=', task.code)
    .execute()
}

async function keepParts(core: Core, brought: Brought, sample: string) {
  const next = () => uuid7(core.random, core.clock.now())
  const ids = { features_id: next(), answers_id: next(), sample_id: next() }
  return {
    ...ids,
    features_key: await keep(core, ids.features_id, csvOf(numbered(brought.features))),
    answers_key: await keep(core, ids.answers_id, JSON.stringify(brought.answers)),
    sample_key: await keep(core, ids.sample_id, sample),
  }
}

function utf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrong('文件不是 UTF-8 编码的 CSV', 'the file is no CSV in UTF-8')
  }
}

export const openAnswers = async (core: Core, row: TaskRow): Promise<Answer[]> =>
  JSON.parse((await kept(core, row.answers_id, row.answers_key)).toString('utf8')) as Answer[]
/** As a program reads them: numbered, without ids and answers. */
export const openFeatures = async (core: Core, row: TaskRow): Promise<string> =>
  (await kept(core, row.features_id, row.features_key)).toString('utf8')
export const openSample = async (core: Core, row: TaskRow): Promise<string> =>
  (await kept(core, row.sample_id, row.sample_key)).toString('utf8')
