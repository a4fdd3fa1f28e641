import { z } from 'zod'

/** `{ id }` in a path. */
export const Id = z.strictObject({ id: z.uuid() })

/** Paging of every list: at most 200 rows at a time. */
export const Page = z.object({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type Page = z.output<typeof Page>

/** The answer of every list. */
export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), total: z.int() })
