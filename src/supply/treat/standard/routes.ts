import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, listOf, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { addDictionaryVersion, decideElement } from './actions.ts'
import { readCodes } from './dictionary-text.ts'
import { elements, findNationalTable, nationalTable, nationalTables } from './library.ts'
import { ElementDecision, NationalTable, NewDictionaryVersion } from './model.ts'
import { DictionaryBrief, DictionaryView, DiffView, ElementView, TableBrief } from './view-model.ts'
import { diffCodes } from './rules.ts'
import { dataElements, dictionaries, dictionary, dictionaryHistory, dictionaryVersion } from './store.ts'

const tag = 'supply'
const WRITERS = ['data_officer', 'steward'] as const
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const CodeParam = z.strictObject({ code: Name })
const Done = z.object({ done: z.literal(true) })
/** The standard for everybody who is signed in; its corrections for the operator. */
export function standardRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/standard/tables',
    access: 'signed-in',
    summary: 'National tables and public registers',
    tag,
    response: listOf(TableBrief),
    handler: async () => {
      const items = nationalTables().map(({ name, titleZh, titleEn, basis, columns }) => {
        const required = columns.filter((column) => column.required).length
        return { name, titleZh, titleEn, basis, columns: columns.length, required }
      })
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/standard/tables/:code',
    access: 'signed-in',
    summary: 'One national table with its columns',
    tag,
    params: CodeParam,
    response: NationalTable,
    handler: async ({ params }) => {
      const { key, columns, ...rest } = nationalTable(params.code)
      return { ...rest, key: [...key], columns: [...columns] }
    },
  })
  dictionaryRoutes(app, core)
  elementRoutes(app, core)
}

const columnsOf = (code: string) =>
  nationalTables().flatMap(({ name, columns }) =>
    columns
      .filter((column) => column.codeList === code)
      .map((column) => ({ table: name, column: column.name })),
  )

function dictionaryRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/standard/dictionaries',
    access: 'signed-in',
    summary: 'Dictionaries in their newest versions',
    tag,
    response: listOf(DictionaryBrief),
    handler: async () => {
      const items = [...(await dictionaries(core)).values()].map(({ codes, ...rest }) => ({
        ...rest,
        codes: codes.length,
        unverified: codes.filter(({ mark }) => mark === 'unverified').length,
        columns: columnsOf(rest.code).length,
      }))
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/standard/dictionaries/:code',
    access: 'signed-in',
    summary: 'One dictionary at a version or the newest, with its history',
    tag,
    params: CodeParam,
    query: z.object({ number: z.coerce.number().int().positive().optional() }),
    response: DictionaryView,
    handler: async ({ params, query }) => {
      const { number } = query
      const found = await (number === undefined
        ? dictionary(core, params.code)
        : dictionaryVersion(core, params.code, number))
      if (!found) throw new XinyuError('NOT_FOUND', { what: 'dictionary' })
      const history = await dictionaryHistory(core, params.code)
      return {
        ...found,
        columns: columnsOf(params.code),
        history: history.map((row) => ({
          number: row.number,
          note: row.note,
          shipped: row.shipped !== null,
          user: row.user_id,
          at: row.created_at,
        })),
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/standard/dictionaries/:code/diff',
    access: WRITERS,
    summary: 'Read a file of codes and tell what it would change; nothing is kept',
    tag,
    params: CodeParam,
    body: z.strictObject({ format: z.enum(['csv', 'json']), text: z.string().max(1_000_000) }),
    response: DiffView,
    handler: async ({ params, body }) => {
      const codes = readCodes(body.format, body.text)
      const before = await dictionary(core, params.code)
      const { added, removed, changed, same } = diffCodes(before?.codes ?? [], codes)
      return { codes, added: [...added], removed: [...removed], changed: [...changed], same }
    },
  })
  route(app, {
    method: 'POST',
    url: '/standard/dictionaries/:code',
    access: WRITERS,
    summary: 'Add the next version of a dictionary; for the operator',
    tag,
    params: CodeParam,
    body: NewDictionaryVersion,
    response: z.object({ version: z.int() }),
    handler: async ({ actor, params, body }) => {
      const { version } = await addDictionaryVersion(core, actor, params.code, body)
      return { version }
    },
  })
}

function elementRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/elements',
    access: 'signed-in',
    summary: 'Register of data elements with their one source and one standard',
    tag,
    response: listOf(ElementView),
    handler: async () => {
      const rows = await dataElements(core)
      const uses = elements()
      const items = rows.map((row) => ({
        code: row.code,
        titleZh: row.title_zh,
        titleEn: row.title_en,
        definitionZh: row.definition_zh,
        definitionEn: row.definition_en,
        type: row.type,
        standard: row.standard,
        source:
          row.source_table && row.source_column
            ? { table: row.source_table, column: row.source_column }
            : null,
        participantId: row.source_participant,
        decidedBy: row.decided_by,
        decidedAt: row.decided_at,
        columns: uses
          .filter(({ element, table }) => element === row.code && findNationalTable(table))
          .map(({ table, column }) => ({ table, column })),
      }))
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/elements/:code',
    access: WRITERS,
    summary: 'Decide the source and the standard of a data element; for the operator',
    tag,
    params: CodeParam,
    body: ElementDecision,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await decideElement(core, actor, params.code, body)
      return { done: true as const }
    },
  })
}
