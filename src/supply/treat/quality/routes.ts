import { z } from 'zod'
import { errorText, isXinyuError } from '../../../kernel/errors/index.ts'
import type { UserRole } from '../../../kernel/roles.ts'
import { type App, Id, listOf, Page, route } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { grantReference, withdrawReference } from './grants.ts'
import { FUNCTIONS } from './functions.ts'
import { QUALITY_CLASSES, Rule } from './model.ts'
import { addRule, checkRule, currentPack, retireRule } from './packs.ts'
import { checkReport, countsCsv, listChecks, trendOf } from './report.ts'
import {
  GrantView,
  NewCheck,
  NewGrant,
  NewTreatment,
  RuleView,
  RunBrief,
  RunView,
  SampleView,
  Suggestion,
  TreatmentChange,
  TreatmentView,
  Trend,
} from './run-model.ts'
import { runQuality } from './runs.ts'
import { changeTreatment, createTreatment } from './treatments.ts'
import { grantsOf, rulesOf, samplesOf, suggestBindings, treatmentsOf, treatmentView } from './views.ts'
import { wordsOf } from './words.ts'

const WRITERS: readonly UserRole[] = ['data_officer', 'steward']
const tag = 'quality'
const Created = z.object({ id: z.uuid() })
const Done = z.object({ done: z.literal(true) })
const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const RuleId = z.string().regex(/^[a-z][a-z0-9_.]{0,150}$/)
/** How deep a rule may be nested: what is deeper would exhaust the stack of who reads it. */
const DEEPEST = 24

/** A rule that is not nested so deeply that reading it would fail. */
const RuleInput = z.unknown().refine(isShallow, 'is nested too deeply').pipe(Rule)

function isShallow(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST * 2) return false
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return true
}

/** Treatments, checks, rules and grants of the own body; those of others look as if they did not exist. */
export function qualityRoutes(app: App, core: Core): void {
  treatmentRoutes(app, core)
  checkRoutes(app, core)
  ruleRoutes(app, core)
  grantRoutes(app, core)
}

function treatmentRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/treatments',
    access: WRITERS,
    summary: 'Treatments of the own body with their last checks',
    tag,
    response: listOf(TreatmentView),
    handler: async ({ actor }) => {
      const items = await treatmentsOf(core, actor.participantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'GET',
    url: '/treatment-suggestion',
    access: WRITERS,
    summary: 'Which datasets could be bound as which national tables, by code and columns',
    tag,
    response: Suggestion,
    handler: ({ actor }) => suggestBindings(core, actor.participantId),
  })
  route(app, {
    method: 'POST',
    url: '/treatments',
    access: WRITERS,
    summary: 'Make a treatment of datasets of the own body',
    tag,
    body: NewTreatment,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await createTreatment(core, actor, body) }),
  })
  route(app, {
    method: 'GET',
    url: '/treatments/:id',
    access: WRITERS,
    summary: 'One treatment of the own body',
    tag,
    params: Id,
    response: TreatmentView,
    handler: ({ actor, params }) => treatmentView(core, actor, params.id),
  })
  route(app, {
    method: 'PATCH',
    url: '/treatments/:id',
    access: WRITERS,
    summary: 'Change bindings, tolerances or the title of a treatment',
    tag,
    params: Id,
    body: TreatmentChange,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await changeTreatment(core, actor, params.id, body)
      return { done: true as const }
    },
  })
}

function checkRoutes(app: App, core: Core): void {
  route(app, {
    method: 'POST',
    url: '/treatments/:id/checks',
    access: WRITERS,
    summary: 'Check what a treatment binds, at the newest versions or the named ones; answers with the job',
    tag,
    params: Id,
    body: NewCheck,
    response: z.object({ runId: z.uuid(), jobId: z.uuid() }),
    handler: ({ actor, params, body }) => runQuality(core, actor, params.id, body),
  })
  route(app, {
    method: 'GET',
    url: '/treatments/:id/checks',
    access: WRITERS,
    summary: 'Checks of a treatment, newest first',
    tag,
    params: Id,
    query: Page,
    response: listOf(RunBrief),
    handler: ({ actor, params, query }) => listChecks(core, actor, params.id, query),
  })
  route(app, {
    method: 'GET',
    url: '/treatments/:id/trend',
    access: WRITERS,
    summary: 'Accuracy by class over the last checks, oldest first',
    tag,
    params: Id,
    response: Trend,
    handler: ({ actor, params }) => trendOf(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/checks/:id',
    access: WRITERS,
    summary: 'The report of a check: per class, table and rule with its arithmetic',
    tag,
    params: Id,
    response: RunView,
    handler: ({ actor, params }) => checkReport(core, actor, params.id),
  })
  route(app, {
    method: 'GET',
    url: '/checks/:id/counts.csv',
    access: WRITERS,
    summary: 'The counts of a check as CSV, one line a rule; no value of any row',
    tag,
    params: Id,
    handler: async ({ actor, params, reply }) => {
      const text = await countsCsv(core, actor, params.id)
      void reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="quality-${params.id}.csv"`)
        .send(text)
    },
  })
  route(app, {
    method: 'GET',
    url: '/checks/:id/samples',
    access: WRITERS,
    summary: 'Cells that a rule found, twenty a page, masked',
    tag,
    params: Id,
    query: Page.extend({ rule: RuleId, limit: z.coerce.number().int().min(1).max(20).default(20) }),
    response: listOf(SampleView),
    handler: ({ actor, params, query }) => samplesOf(core, actor, params.id, query.rule, query),
  })
}

function ruleRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/quality/rules',
    access: WRITERS,
    summary: 'Rules of the pack and of the own body, with what each checks in words',
    tag,
    query: z.object({
      class: z.enum(QUALITY_CLASSES).optional(),
      table: Name.optional(),
      text: z.string().trim().max(100).optional(),
    }),
    response: listOf(RuleView).extend({ packVersion: z.int(), settings: z.record(z.string(), z.int()) }),
    handler: async ({ actor, query }) => {
      const [items, pack] = await Promise.all([rulesOf(core, actor.participantId, query), currentPack(core)])
      return { items, total: items.length, packVersion: pack.version, settings: pack.settings }
    },
  })
  route(app, {
    method: 'GET',
    url: '/quality/functions',
    access: WRITERS,
    summary: 'The closed list of functions that rules may use',
    tag,
    response: listOf(z.object({ name: z.string(), takes: z.string(), zh: z.string(), en: z.string() })),
    handler: async () => {
      const items = Object.entries(FUNCTIONS).map(([name, { takes, zh, en }]) => ({ name, takes, zh, en }))
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/quality/rules/check',
    access: WRITERS,
    summary: 'Tell whether a rule can be asked and what it says, without adding it',
    tag,
    body: RuleInput,
    response: z.object({
      ok: z.boolean(),
      code: z.string().nullable(),
      zh: z.string(),
      en: z.string(),
    }),
    handler: async ({ body }) => {
      try {
        checkRule(body, await currentPack(core))
        return { ok: true, code: null, zh: wordsOf(body, 'zh'), en: wordsOf(body, 'en') }
      } catch (error) {
        if (!isXinyuError(error)) throw error
        const { zh, en } = errorText(error.code, error.params)
        return { ok: false, code: error.code, zh, en }
      }
    },
  })
  route(app, {
    method: 'POST',
    url: '/quality/rules',
    access: WRITERS,
    summary: 'Add a rule of the own body',
    tag,
    body: RuleInput,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await addRule(core, actor, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/quality/rules/:id/retire',
    access: WRITERS,
    summary: 'Take a rule of the own body out of later checks',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await retireRule(core, actor, params.id)
      return { done: true as const }
    },
  })
}

function grantRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/reference-grants',
    access: WRITERS,
    summary: 'Grants to refer to a dataset in checks, given by or to the own body',
    tag,
    response: listOf(GrantView),
    handler: async ({ actor }) => {
      const items = await grantsOf(core, actor.participantId)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'POST',
    url: '/reference-grants',
    access: ['data_officer'],
    summary: 'Let another body refer to a dataset of the own body in its checks',
    tag,
    body: NewGrant,
    response: Created,
    handler: async ({ actor, body }) => ({ id: await grantReference(core, actor, body) }),
  })
  route(app, {
    method: 'POST',
    url: '/reference-grants/:id/withdraw',
    access: WRITERS,
    summary: 'Take a grant of the own body back',
    tag,
    params: Id,
    response: Done,
    handler: async ({ actor, params }) => {
      await withdrawReference(core, actor, params.id)
      return { done: true as const }
    },
  })
}
