import { z } from 'zod'
import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type App, Id, route } from '../../../platform/http/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import {
  Assessment,
  legalOf,
  LegalState,
  mayWrite,
  ProductLegal,
  productById,
  productView,
  tablesOf,
} from '../../catalog/index.ts'
import { rolesOf } from './store.ts'

export const StateLegal = z.strictObject({ state: LegalState, assessment: Assessment.nullable() })
export type StateLegal = z.input<typeof StateLegal>

/**
 * States whether a product of the own body is de-identified or anonymised, with its impact assessment. 匿名化 is only
 * what tells of no person: no insured persons, no identifiers, no pseudonyms (PIPL art. 73).
 * @throws XinyuError NOT_FOUND, LEGAL_NOT_ANONYMOUS
 */
export async function stateLegal(
  core: Core,
  actor: Actor,
  productId: string,
  input: StateLegal,
): Promise<void> {
  const { state, assessment } = StateLegal.parse(input)
  const product = await productById(core, productId)
  if (!product || !mayWrite(actor, product.participantId))
    throw new XinyuError('NOT_FOUND', { what: 'product' })
  if (state === 'anonymised') await mustBeAnonymous(core, productId)
  await act(core, actor, async ({ tx, now, note }) => {
    const values = {
      state,
      assessment: assessment === null ? null : JSON.stringify(assessment),
      stated_by: actor.kind === 'user' ? actor.userId : actor.name,
      stated_at: now,
    }
    await tx
      .insertInto('product_legal')
      .values({ product_id: productId, ...values })
      .onConflict((conflict) => conflict.column('product_id').doUpdateSet(values))
      .execute()
    note({
      kind: 'product.legal_stated',
      subject: { product: productId, participant: product.participantId },
      payload: { state, assessment },
    })
  })
}

async function mustBeAnonymous(core: Core, productId: string): Promise<void> {
  for (const table of await tablesOf(core, productId)) {
    if (table.persons)
      throw new XinyuError('LEGAL_NOT_ANONYMOUS', { table: table.name, column: table.insuredColumn! })
    const roles = await rolesOf(
      core,
      table.datasetId,
      table.columns.map((column) => column.name),
    )
    const direct = Object.entries(roles).find(([, role]) => role === 'direct')
    if (direct) throw new XinyuError('LEGAL_NOT_ANONYMOUS', { table: table.name, column: direct[0] })
  }
}

const LegalView = z.object({ legal: ProductLegal.nullable(), required: z.boolean() })

export function legalRoutes(app: App, core: Core): void {
  route(app, {
    method: 'GET',
    url: '/products/:id/legal',
    access: 'signed-in',
    summary: 'Legal state of a product, with its impact assessment',
    tag: 'supply',
    params: Id,
    response: LegalView,
    handler: async ({ actor, params }) => {
      // Whoever may see the product: a draft of another body looks like none.
      const product = await productView(core, actor, params.id)
      if (!product) throw new XinyuError('NOT_FOUND', { what: 'product' })
      const persons = product.details.some((table) => table.insuredCount !== null)
      return {
        legal: await legalOf(core, params.id),
        required: persons && core.config.products.assessment === 'required',
      }
    },
  })
  route(app, {
    method: 'PUT',
    url: '/products/:id/legal',
    access: ['data_officer'],
    summary: 'State the legal state of a product of the own body, with its impact assessment',
    tag: 'supply',
    params: Id,
    body: StateLegal,
    response: z.object({ done: z.literal(true) }),
    handler: async ({ actor, params, body }) => {
      await stateLegal(core, actor, params.id, body)
      return { done: true as const }
    },
  })
}
