import { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { type App, Id, listOf, Page, route } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Access, accessOf, DUTY, READERS, SECURITY } from './access.ts'
import { listAlerts } from './alerts/store.ts'
import { liftBlock } from './blocks/lift.ts'
import { canaryRoutes } from './canary/routes.ts'
import { closeCase, noteCase, takeCase } from './cases/actions.ts'
import { caseById, listCases } from './cases/store.ts'
import { AlertView, CaseState, CaseView, Outcome, RuleChange, Severity, WatchRuleView } from './model.ts'
import { rosterRoutes } from './roster/routes.ts'
import { changeRule } from './rules/actions.ts'
import { rulesInForce } from './rules/store.ts'
import type { Watch } from './watch.ts'
import { wallRoutes } from './wall/routes.ts'

const tag = 'watch'
const Done = z.object({})
const Text = z.string().trim().min(1).max(4000)
const Time = z.coerce.number().int().min(0)

/** The control room: rules, alerts, cases, roster, planted persons and the wall. */
export function watchRoutes(app: App, core: Core, watch: Watch): void {
  const access = accessOf(core)
  ruleRoutes(app, core, access)
  caseRoutes(app, core, watch, access)
  rosterRoutes(app, core, access)
  canaryRoutes(app, core, watch.canaries, access)
  wallRoutes(app, core, watch, access)
}

function ruleRoutes(app: App, core: Core, access: Access): void {
  route(app, {
    method: 'GET',
    url: '/watch/rules',
    access: READERS,
    summary: 'The rules in force: what they look at, thresholds, severity and reaction',
    tag,
    response: listOf(WatchRuleView),
    handler: async ({ actor }) => {
      await access.mayLook(actor)
      const items = await rulesInForce(core)
      return { items, total: items.length }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/watch/rules/:id',
    access: SECURITY,
    summary: 'Change a rule; every change is evidence',
    tag,
    params: z.strictObject({ id: z.string().max(40) }),
    body: RuleChange,
    response: Done,
    handler: async ({ actor, params, body }) => {
      await access.mayAct(actor)
      await changeRule(core, actor, params.id, body)
      return {}
    },
  })
}

function caseRoutes(app: App, core: Core, watch: Watch, access: Access): void {
  route(app, {
    method: 'GET',
    url: '/watch/alerts',
    access: READERS,
    summary: 'Alerts, newest first',
    tag,
    query: Page.extend({
      severity: Severity.optional(),
      rule: z.string().max(40).optional(),
      from: Time.optional(),
      until: Time.optional(),
    }),
    response: listOf(AlertView),
    handler: async ({ actor, query }) => {
      await access.mayLook(actor)
      return listAlerts(core, query)
    },
  })
  route(app, {
    method: 'GET',
    url: '/watch/cases',
    access: READERS,
    summary: 'Cases, open ones first',
    tag,
    query: Page.extend({ state: CaseState.optional() }),
    response: listOf(CaseView),
    handler: async ({ actor, query }) => {
      await access.mayLook(actor)
      return listCases(core, query)
    },
  })
  route(app, {
    method: 'GET',
    url: '/watch/cases/:id',
    access: READERS,
    summary: 'One case with its alerts, blocks and notes',
    tag,
    params: Id,
    response: CaseView,
    handler: async ({ actor, params }) => {
      await access.mayLook(actor)
      return caseById(core, params.id)
    },
  })
  const change = <B extends z.ZodType>(
    what: string,
    summary: string,
    body: B,
    work: (actor: UserActor, id: string, body: z.output<B>) => Promise<void>,
  ) =>
    route(app, {
      method: 'POST',
      url: `/watch/cases/:id/${what}`,
      access: DUTY,
      summary,
      tag,
      params: Id,
      body,
      response: Done,
      handler: async (call) => {
        await access.mayAct(call.actor)
        await work(call.actor, call.params.id, call.body as z.output<B>)
        return {}
      },
    })
  change('take', 'Take a case', z.strictObject({}), (actor, id) => takeCase(core, actor, id))
  change('note', 'Write a note into a case', z.strictObject({ text: Text }), (actor, id, { text }) =>
    noteCase(core, actor, id, text),
  )
  change(
    'lift',
    'Lift a block, with the reason',
    z.strictObject({ blockId: z.uuid(), reason: Text }),
    (actor, id, body) => liftBlock(watch.tools, actor, id, body),
  )
  change(
    'close',
    'Close a case with its outcome',
    z.strictObject({ outcome: Outcome, text: Text }),
    (actor, id, body) => closeCase(core, actor, id, body),
  )
}
