import { type Actor, systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { participantById } from '../../../safeguard/identity/index.ts'
import { checkCodes } from './dictionary-text.ts'
import { findNationalTable, shippedDictionaries, shippedElements } from './library.ts'
import type { Dictionary, ElementDecision, NewDictionaryVersion } from './model.ts'
import { diffCodes } from './rules.ts'
import { dictionary } from './store.ts'

/**
 * Puts what comes with the program into the database: each dictionary that is missing as version 1, each one whose
 * newest version is an older shipped one as the next version, and the register of data elements. What the operator
 * corrected is left as it is. Safe to repeat.
 */
export async function loadStandard(core: Core): Promise<void> {
  const { dictionaries, elements } = await missing(core)
  if (dictionaries.length + elements.length === 0) return
  await act(core, systemActor('standard'), async ({ tx, now, note }) => {
    for (const { shipped, number } of dictionaries) {
      const { code, titleZh, titleEn, basis, codes } = shipped
      await tx
        .insertInto('dictionary_version')
        .values({
          code,
          number,
          title_zh: titleZh,
          title_en: titleEn,
          basis,
          codes: JSON.stringify(codes),
          shipped: shipped.version,
          note: '',
          user_id: null,
          created_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    for (const { code, titleZh, titleEn, type, definitionZh, definitionEn, standard, source } of elements) {
      await tx
        .insertInto('data_element')
        .values({
          code,
          title_zh: titleZh,
          title_en: titleEn,
          definition_zh: definitionZh,
          definition_en: definitionEn,
          type,
          standard,
          source_table: source?.table ?? null,
          source_column: source?.column ?? null,
          source_participant: null,
          decided_by: null,
          decided_at: null,
          updated_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    note({
      kind: 'standard.loaded',
      subject: {},
      payload: {
        dictionaries: dictionaries.map(({ shipped, number }) => ({ code: shipped.code, number })),
        elements: elements.map(({ code }) => code),
      },
    })
  })
}

async function missing(core: Core) {
  const newest = await core.db
    .selectFrom('dictionary_version')
    .distinctOn('code')
    .select(['code', 'number', 'shipped'])
    .orderBy('code')
    .orderBy('number', 'desc')
    .execute()
  const known = new Map(newest.map((row) => [row.code, row]))
  const dictionaries = shippedDictionaries().flatMap((shipped) => {
    const row = known.get(shipped.code)
    if (!row) return [{ shipped, number: 1 }]
    return row.shipped !== null && row.shipped < shipped.version ? [{ shipped, number: row.number + 1 }] : []
  })
  const codes = new Set(
    (await core.db.selectFrom('data_element').select('code').execute()).map((row) => row.code),
  )
  return { dictionaries, elements: shippedElements().filter(({ code }) => !codes.has(code)) }
}

/**
 * Adds the next version of a dictionary, or the first of a new one. From then on new treatments use it; what was made
 * stays as it is and names the version that it was made with.
 * @throws XinyuError NOT_OPERATOR, DICTIONARY_AMBIGUOUS, DICTIONARY_SAME
 */
export async function addDictionaryVersion(
  core: Core,
  actor: Actor,
  code: string,
  input: NewDictionaryVersion,
): Promise<Dictionary> {
  await mustBeOperator(core, actor)
  checkCodes(input.codes)
  const before = await dictionary(core, code)
  const { added, removed, changed } = diffCodes(before?.codes ?? [], input.codes)
  if (before && added.length + removed.length + changed.length === 0) {
    throw new XinyuError('DICTIONARY_SAME', { code })
  }
  const { value } = await act(core, actor, async ({ tx, now, note }) => {
    const last = await tx
      .selectFrom('dictionary_version')
      .select((eb) => eb.fn.max('number').as('number'))
      .where('code', '=', code)
      .executeTakeFirst()
    // Two at once meet at the primary key: the second is told to look again.
    const number = (last?.number ?? (before ? before.version : 0)) + 1
    const row = {
      code,
      number,
      title_zh: input.titleZh ?? before?.titleZh ?? code,
      title_en: input.titleEn ?? before?.titleEn ?? code,
      basis: input.basis ?? before?.basis ?? '',
      codes: JSON.stringify(input.codes),
      shipped: null,
      note: input.note,
      user_id: actor.kind === 'user' ? actor.userId : null,
      created_at: now,
    }
    const made = await tx
      .insertInto('dictionary_version')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows === 0n) throw new XinyuError('STANDARD_CHANGED', { what: code })
    note({
      kind: 'dictionary.corrected',
      subject: { dictionary: code },
      payload: { number, codes: input.codes.length, note: input.note },
    })
    const { title_zh: titleZh, title_en: titleEn, basis } = row
    return { code, version: number, titleZh, titleEn, basis, codes: [...input.codes] }
  })
  return value
}

/** Decides the one source and the one standard of a data element (一数一源一标准). @throws XinyuError NOT_OPERATOR, NOT_FOUND, ELEMENT_SOURCE */
export async function decideElement(
  core: Core,
  actor: Actor,
  code: string,
  input: ElementDecision,
): Promise<void> {
  await mustBeOperator(core, actor)
  const { source, participantId } = input
  if (source !== null) {
    const found = findNationalTable(source.table)?.columns.find(({ name }) => name === source.column)
    if (found?.element !== code) {
      throw new XinyuError('ELEMENT_SOURCE', { table: source.table, column: source.column, element: code })
    }
  }
  if (participantId !== null && !(await participantById(core, participantId))) {
    throw new XinyuError('NOT_FOUND', { what: 'participant' })
  }
  await act(core, actor, async ({ tx, now, note }) => {
    const changed = await tx
      .updateTable('data_element')
      .set({
        definition_zh: input.definitionZh,
        definition_en: input.definitionEn,
        standard: input.standard,
        source_table: source?.table ?? null,
        source_column: source?.column ?? null,
        source_participant: participantId,
        decided_by: actor.kind === 'user' ? actor.userId : null,
        decided_at: now,
        updated_at: now,
      })
      .where('code', '=', code)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw new XinyuError('NOT_FOUND', { what: 'data element' })
    note({ kind: 'element.decided', subject: { element: code }, payload: { ...input } })
  })
}

/** What all bodies share is kept by the operator of the space. */
async function mustBeOperator(core: Core, actor: Actor): Promise<void> {
  if (actor.kind === 'system') return
  const body = await participantById(core, actor.participantId)
  if (!body?.roles.includes('operator')) throw new XinyuError('NOT_OPERATOR')
}
