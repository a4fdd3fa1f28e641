import type { JSONColumnType } from 'kysely'
import { z } from 'zod'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { RoomMigrations, Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'

const Words = z.string().trim().min(4).max(4_000)

/** Record of an impact assessment 个人信息保护影响评估 (PIPL art. 55 and 56, unverified): what was looked at, and the end. */
export const Assessment = z.strictObject({
  /** Are purpose and way of processing lawful, proper and necessary? */
  purpose: Words,
  /** What it does to the rights of the persons, and how likely that is. */
  impact: Words,
  /** Are the measures lawful, effective and fit for the risk? */
  measures: Words,
  author: z.string().trim().min(2).max(200),
  /** `2026-01-31`. */
  date: z.iso.date(),
  conclusion: z.enum(['acceptable', 'acceptable_with_measures', 'not_acceptable']),
})
export type Assessment = z.output<typeof Assessment>

/** 去标识化 stays personal information (PIPL art. 73); only what points at nobody is 匿名化. */
export const LegalState = z.enum(['deidentified', 'anonymised'])
export type LegalState = z.output<typeof LegalState>

export const ProductLegal = z.object({
  productId: z.uuid(),
  state: LegalState,
  assessment: Assessment.nullable(),
  statedBy: z.string(),
  statedAt: z.int(),
})
export type ProductLegal = z.output<typeof ProductLegal>

export interface ProductLegalTable {
  product_id: string
  state: LegalState
  assessment: JSONColumnType<Assessment> | null
  stated_by: string
  stated_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    product_legal: ProductLegalTable
  }
}

export const legalMigrations: RoomMigrations = {
  room: 'supply/catalog/legal',
  migrations: [
    {
      name: '0001_product_legal',
      sql: `
        create table product_legal (
          product_id uuid primary key references product (id),
          state text not null check (state in ('deidentified', 'anonymised')),
          assessment jsonb,
          stated_by text not null,
          stated_at bigint not null
        );
      `,
    },
  ],
}

/** The legal state of a product with its assessment; null where nobody has stated it. */
export async function legalOf(core: Core, productId: string): Promise<ProductLegal | null> {
  const row = await core.db
    .selectFrom('product_legal')
    .selectAll()
    .where('product_id', '=', productId)
    .executeTakeFirst()
  if (!row) return null
  return {
    productId: row.product_id,
    state: row.state,
    assessment: row.assessment,
    statedBy: row.stated_by,
    statedAt: row.stated_at,
  }
}

/**
 * Personal data are shown in the catalogue only after their impact was assessed and found acceptable, as far as the
 * settings demand it.
 * @throws XinyuError PRODUCT_NOT_ASSESSED
 */
export async function mustBeAssessed(
  core: Core,
  tx: Tx,
  product: { readonly id: string; readonly tables: readonly { readonly versionId: string }[] },
): Promise<void> {
  if (core.config.products.assessment === 'optional') return
  const ids = product.tables.map((table) => table.versionId)
  const persons = await tx
    .selectFrom('dataset_version')
    .select('id')
    .where('id', 'in', ids)
    .where('insured_count', 'is not', null)
    .executeTakeFirst()
  if (!persons) return
  const legal = await tx
    .selectFrom('product_legal')
    .select('assessment')
    .where('product_id', '=', product.id)
    .executeTakeFirst()
  if (!legal?.assessment || legal.assessment.conclusion === 'not_acceptable')
    throw new XinyuError('PRODUCT_NOT_ASSESSED')
}
