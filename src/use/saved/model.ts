import { z } from 'zod'

/** What a body keeps of a query: a name and the text. No result is kept with it. */
export const NewSavedQuery = z.strictObject({
  title: z.string().trim().min(1).max(120),
  sql: z.string().min(1).max(100_000),
})
export type NewSavedQuery = z.output<typeof NewSavedQuery>

export const SavedQueryView = NewSavedQuery.extend({
  id: z.uuid(),
  projectId: z.uuid(),
  /** The user who wrote it first. */
  userId: z.uuid(),
  createdAt: z.int(),
  updatedAt: z.int(),
})
export type SavedQueryView = z.output<typeof SavedQueryView>
