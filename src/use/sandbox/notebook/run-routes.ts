import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { originOf } from '../../run/index.ts'
import { CellView, SeatView } from '../model.ts'
import type { WorkTools } from '../work/tools.ts'
import { completionOf, variablesOf } from './looks.ts'
import { Complete, Completion, RunAll, Started, Variables, Wait } from './model.ts'
import type { Notebooks } from './notebooks.ts'
import { ACCESS, OfCell, OfNotebook, tag } from './paths.ts'

/** Running what is saved: the answer comes at once, the outputs over the event stream. */
export function runRoutes(app: App, tools: WorkTools, notebooks: Notebooks): void {
  const { core } = tools
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/:notebook/cells/:cell/run',
    access: ACCESS,
    summary: 'Run one cell as it is saved; programs may wait for its end',
    tag,
    params: OfCell,
    query: Wait,
    response: CellView,
    handler: async ({ actor, params, query, request }) => {
      const at = { seatId: params.id, notebookId: params.notebook, cellId: params.cell }
      const running = await notebooks.run(actor, at, originOf(core, request))
      if (query.waitMs > 0) await Promise.race([running.over, sleep(query.waitMs, undefined, { ref: false })])
      return running.now()
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/:notebook/run-all',
    access: ACCESS,
    summary: 'Run all cells in order, from one on where it is named; stops at the first that fails',
    tag,
    params: OfNotebook,
    body: RunAll,
    response: Started,
    handler: async ({ actor, params, body, request }) => {
      const from = body.from === undefined ? {} : { from: body.from }
      const at = { seatId: params.id, notebookId: params.notebook, ...from }
      return { items: await notebooks.runAll(actor, at, originOf(core, request)) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/notebooks/:notebook/interrupt',
    access: ACCESS,
    summary: 'Interrupt the cell that runs and those of the notebook that wait',
    tag,
    params: OfNotebook,
    response: z.object({ stopped: z.int() }),
    handler: async ({ actor, params, request }) => {
      const at = { seatId: params.id, notebookId: params.notebook }
      return { stopped: await notebooks.interrupt(actor, at, originOf(core, request)) }
    },
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/restart',
    access: ACCESS,
    summary: 'Restart the interpreter of a seat: all variables are forgotten, files and notebooks stay',
    tag,
    params: Id,
    response: SeatView,
    handler: async ({ actor, params, request }) => {
      await notebooks.restart(actor, params.id, originOf(core, request))
      return tools.seats.view(actor, params.id)
    },
  })
  route(app, {
    method: 'GET',
    url: '/seats/:id/variables',
    access: ACCESS,
    summary: 'Variables of the interpreter: name, type and a short look, counted as views',
    tag,
    params: Id,
    response: Variables,
    handler: ({ actor, params, request }) => variablesOf(tools, actor, params.id, originOf(core, request)),
  })
  route(app, {
    method: 'POST',
    url: '/seats/:id/complete',
    access: ACCESS,
    summary: 'What may stand at a place of a cell',
    tag,
    params: Id,
    body: Complete,
    response: Completion,
    ratePerMinute: 1200,
    handler: ({ actor, params, body, request }) =>
      completionOf(tools, actor, params.id, body, originOf(core, request)),
  })
}
