import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/support/database.ts'
import { migrate } from '../../platform/postgres/index.ts'
import { contractMigrations } from './migrations.ts'

const ID = (at: number) => `00000000-0000-7000-8000-0000000000${String(at).padStart(2, '0')}`

test('contracts of terms v1 end by rule and keep their terms; requests keep their first version', async () => {
  const before = { ...contractMigrations, migrations: contractMigrations.migrations.slice(0, 2) }
  const database = await testDatabase([before])
  const { db } = database
  try {
    const policy = JSON.stringify({ maxRuns: 5 })
    await sql`insert into project (id, consumer_id, title, purpose, created_at)
      values (${ID(1)}, ${ID(2)}, 'p', 'public_health', 1)`.execute(db)
    await sql`insert into access_request (id, offer_id, product_id, project_id, provider_id, consumer_id, purpose,
        reason, state, policy, created_by, created_at)
      values (${ID(3)}, ${ID(4)}, ${ID(5)}, ${ID(1)}, ${ID(6)}, ${ID(2)}, 'public_health', 'because', 'waiting',
        ${policy}::jsonb, ${ID(7)}, 11)`.execute(db)
    for (const [at, state, reason] of [
      [10, 'active', null],
      [11, 'suspended', null],
      [12, 'ended', 'consumer'],
    ] as const)
      await sql`insert into contract (id, product_id, project_id, provider_id, consumer_id, state, end_reason, hash,
          terms, until_at, max_runs, runs_used, created_at)
        values (${ID(at)}, ${ID(5)}, ${ID(1)}, ${ID(6)}, ${ID(2)}, ${state}, ${reason}, 'h', '{"v":1}', 99, 5, 2,
          12)`.execute(db)
    await migrate(db, [contractMigrations])
    const contracts = await db.selectFrom('contract').selectAll().orderBy('id').execute()
    expect(contracts.map((row) => [row.state, row.end_reason, row.epoch, row.runs_used])).toEqual([
      ['ended', 'rule', 2, 2],
      ['ended', 'rule', 2, 2],
      ['ended', 'consumer', 1, 2],
    ])
    expect(contracts.every((row) => row.ended_at !== null && row.number === null)).toBe(true)
    const versions = await db.selectFrom('request_version').selectAll().execute()
    expect(versions).toMatchObject([{ n: 1, side: 'consumer', comment: 'because', hash: null, at: 11 }])
    // The last line of defence: nothing is in force that was not filed.
    await expect(
      sql`update contract set state = 'active', end_reason = null, ended_at = null where id = ${ID(10)}`.execute(
        db,
      ),
    ).rejects.toThrow(/contract_filed/)
  } finally {
    await database.drop()
  }
})
