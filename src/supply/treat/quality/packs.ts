import { type Actor, systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../../catalog/index.ts'
import { nationalTables } from '../standard/index.ts'
import { planCheck } from './check.ts'
import { shippedPack } from './library.ts'
import { Rule, type RulePack } from './model.ts'

/** Puts the pack that comes with the program into the database as its next version, where it is newer. Safe to repeat. */
export async function loadRulePack(core: Core): Promise<void> {
  const pack = shippedPack()
  const row = await newest(core, pack.code)
  if (row && (row.shipped === null || row.shipped >= pack.version)) return
  await act(core, systemActor('quality'), async ({ tx, now, note }) => {
    const number = (row?.number ?? 0) + 1
    await tx
      .insertInto('rule_pack_version')
      .values({
        code: pack.code,
        number,
        title_zh: pack.titleZh,
        title_en: pack.titleEn,
        settings: JSON.stringify(pack.settings),
        rules: JSON.stringify(pack.rules),
        shipped: pack.version,
        note: '',
        created_by: null,
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    note({
      kind: 'rules.loaded',
      subject: {},
      payload: { pack: pack.code, number, rules: pack.rules.length },
    })
  })
}

const newest = (core: Pick<Core, 'db'>, code: string) =>
  core.db
    .selectFrom('rule_pack_version')
    .selectAll()
    .where('code', '=', code)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The pack as it is now; before the space has loaded any, the one that comes with the program. */
export async function currentPack(core: Pick<Core, 'db'>): Promise<RulePack> {
  const row = await newest(core, shippedPack().code)
  if (!row) return shippedPack()
  const { code, number: version, title_zh: titleZh, title_en: titleEn, settings, rules } = row
  return { code, version, titleZh, titleEn, settings, rules }
}

/** Rules that a body added for its own checks. */
export const bodyRules = (core: Pick<Core, 'db'>, participantId: string) =>
  core.db
    .selectFrom('body_rule')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('retired_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/** The pack with the rules of a body: what its checks ask. */
export async function packFor(core: Pick<Core, 'db'>, participantId: string): Promise<RulePack> {
  const [pack, own] = await Promise.all([currentPack(core), bodyRules(core, participantId)])
  return { ...pack, rules: [...pack.rules, ...own.map((row) => row.rule)] }
}

/**
 * Tells whether a rule can be asked: it is compiled on the national tables as if all were there.
 * @throws XinyuError RULE_*, STANDARD_TABLE_UNKNOWN
 */
export function checkRule(rule: Rule, pack: RulePack): void {
  const standard = nationalTables()
  if (!standard.some((table) => table.name === rule.table)) {
    throw new XinyuError('STANDARD_TABLE_UNKNOWN', { name: rule.table })
  }
  const codes = new Set(standard.flatMap((table) => table.columns.flatMap((column) => column.codeList ?? [])))
  const plan = planCheck({
    tables: standard.map(({ name, columns }) => ({
      name,
      relation: name,
      columns: columns.map((column) => ({ name: column.name, type: 'VARCHAR' })),
      reference: false,
    })),
    pack: { ...pack, rules: [rule] },
    settings: {},
    standard,
    lists: Object.fromEntries([...codes].map((code) => [code, ['1']])),
    now: 0,
  })
  const [skip] = plan.skipped
  if (skip) {
    const [table = '', column = ''] = skip.missing.split('.')
    throw new XinyuError('RULE_COLUMN_UNKNOWN', { table, column })
  }
  if (
    !standard.find((table) => table.name === rule.table)!.columns.some(({ name }) => name === rule.column)
  ) {
    throw new XinyuError('RULE_COLUMN_UNKNOWN', { table: rule.table, column: rule.column })
  }
}

/** Adds a rule of the own body. @throws XinyuError RULE_*, RULE_TAKEN */
export async function addRule(core: Core, actor: Actor & { kind: 'user' }, input: Rule): Promise<string> {
  const rule = Rule.parse(input)
  const pack = await currentPack(core)
  checkRule(rule, pack)
  if (pack.rules.some((one) => one.id === rule.id)) throw new XinyuError('RULE_TAKEN', { rule: rule.id })
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const ruleId = id()
    const made = await tx
      .insertInto('body_rule')
      .values({
        id: ruleId,
        participant_id: actor.participantId,
        rule_id: rule.id,
        rule: JSON.stringify(rule),
        created_by: actor.userId,
        created_at: now,
        retired_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows === 0n) throw new XinyuError('RULE_TAKEN', { rule: rule.id })
    note({
      kind: 'rule.added',
      subject: { rule: ruleId, participant: actor.participantId },
      payload: JSON.parse(JSON.stringify(rule)),
    })
    return ruleId
  })
  return value
}

/** Takes a rule of the own body out of later checks. @throws XinyuError NOT_FOUND */
export async function retireRule(core: Core, actor: Actor, id: string): Promise<void> {
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('body_rule')
      .select(['participant_id', 'rule_id'])
      .where('id', '=', id)
      .where('retired_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'rule' })
    await tx.updateTable('body_rule').set({ retired_at: now }).where('id', '=', id).execute()
    note({
      kind: 'rule.retired',
      subject: { rule: id, participant: row.participant_id },
      payload: { id: row.rule_id },
    })
  })
}
