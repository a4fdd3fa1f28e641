import type { Actor } from '../../../kernel/actor.ts'
import { errorText, isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { type Access, connect } from './drivers.ts'
import { hostsOf } from './hosts.ts'
import type { Said, TableView, TestReport } from './model.ts'
import { openSecret } from './secrets.ts'
import type { Connection, SourceTable } from './source.ts'
import { ownSource, type SourceRow } from './store.ts'
import { suggestDataset } from './suggest.ts'

const LOOK_MS = 30_000

/** What a stored source is connected with; the secret is decrypted for this alone. @throws XinyuError SOURCE_SECRET_LOST */
export async function accessOf(core: Core, source: SourceRow): Promise<Access> {
  const sealed = { bytes: source.secret, keyId: source.secret_key }
  const secret = await openSecret(core, source.id, sealed)
  return { kind: source.kind, settings: source.settings, secret, sourceId: source.id }
}

/** Opens a connection for the length of one call. @throws XinyuError SOURCE_* */
export async function withConnection<T>(
  core: Core,
  access: Access,
  signal: AbortSignal,
  body: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connect(core, access, signal, await hostsOf(core))
  try {
    return await body(connection)
  } finally {
    await connection.close().catch(() => {})
  }
}

/** Connects and says what is wrong in plain words; never throws for what is wrong over there. */
export async function testAccess(core: Core, access: Access): Promise<TestReport> {
  const begun = performance.now()
  const ms = () => Math.round(performance.now() - begun)
  try {
    return await withConnection(core, access, AbortSignal.timeout(LOOK_MS), async (connection) => {
      const tables = await connection.tables()
      const warnings = (await connection.warnings?.()) ?? []
      return {
        ok: true,
        tables: tables.length,
        ms: ms(),
        error: null,
        warnings: warnings.map(({ code, params }) => said(new XinyuError(code, params))),
      }
    })
  } catch (error) {
    if (!isXinyuError(error)) throw error
    return { ok: false, tables: 0, ms: ms(), error: said(error), warnings: [] }
  }
}

/** Tests a source that is stored. @throws XinyuError NOT_FOUND */
export async function testSource(core: Core, actor: Actor, sourceId: string): Promise<TestReport> {
  const source = await ownSource(core, actor, sourceId)
  return testAccess(core, await accessOf(core, source))
}

/** The tables that a source offers, with what a feed of each would be. @throws XinyuError NOT_FOUND, SOURCE_* */
export async function browseTables(core: Core, actor: Actor, sourceId: string): Promise<TableView[]> {
  const source = await ownSource(core, actor, sourceId)
  const tables = await tablesOf(core, source)
  const feeds = await core.db
    .selectFrom('source_feed')
    .select(['id', 'table_name'])
    .where('source_id', '=', sourceId)
    .execute()
  return Promise.all(
    tables.map(async (table) => {
      const { code, insuredColumn, insuredSystem } = await suggestDataset(core, source, table)
      const follows = table.watermarks.length > 0 || table.ordered === true
      const mode = table.key.length > 0 && follows ? 'increment' : 'snapshot'
      return {
        name: table.name,
        columns: table.columns.map(({ name, type }) => ({ name, type })),
        key: [...table.key],
        watermarks: [...table.watermarks],
        rowsApprox: table.rowsApprox,
        feedId: feeds.find((feed) => feed.table_name === table.name)?.id ?? null,
        suggestion: {
          code,
          mode,
          insuredColumn: insuredColumn ?? null,
          insuredSystem: insuredSystem ?? null,
        },
      }
    }),
  )
}

/** One table of a source. @throws XinyuError SOURCE_TABLE_MISSING, SOURCE_* */
export async function tableOf(core: Core, source: SourceRow, name: string): Promise<SourceTable> {
  return findTable(await tablesOf(core, source), name)
}

/** @throws XinyuError SOURCE_TABLE_MISSING */
export function findTable(tables: readonly SourceTable[], name: string): SourceTable {
  const table = tables.find((one) => one.name === name)
  if (table) return table
  throw new XinyuError('SOURCE_TABLE_MISSING', { table: name })
}

async function tablesOf(core: Core, source: SourceRow): Promise<readonly SourceTable[]> {
  const access = await accessOf(core, source)
  return withConnection(core, access, AbortSignal.timeout(LOOK_MS), (connection) => connection.tables())
}

export function said(error: XinyuError): Said {
  const { zh, en } = errorText(error.code, error.params)
  return { code: error.code, zh, en }
}
