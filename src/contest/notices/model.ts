import { z } from 'zod'

export const PostState = z.enum(['draft', 'published', 'withdrawn'])
export type PostState = z.output<typeof PostState>
export const QuestionState = z.enum(['waiting', 'published', 'refused'])
export type QuestionState = z.output<typeof QuestionState>

/** A page of the front stays below 100 KB with one of these on it. */
const PostText = z.string().trim().min(1).max(10_000)

export const PostInput = z.strictObject({
  titleZh: z.string().trim().min(1).max(120),
  titleEn: z.string().trim().min(1).max(200),
  textZh: PostText,
  textEn: PostText,
  pinned: z.boolean().default(false),
})
export type PostInput = z.output<typeof PostInput>

/** Not strict: an answer with more in it is stripped to what is declared. */
export const PostView = z.object({
  ...PostInput.shape,
  id: z.uuid(),
  state: PostState,
  createdAt: z.int(),
  changedAt: z.int(),
  publishedAt: z.int().nullable(),
})
export type PostView = z.output<typeof PostView>

export const MOST_QUESTION = 500
export const QuestionInput = z.strictObject({ text: z.string().trim().min(5).max(MOST_QUESTION) })

export const AnswerInput = z.strictObject({
  /** The question as the public reads it. */
  text: z.string().trim().min(1).max(MOST_QUESTION),
  answerZh: z.string().trim().min(1).max(1_500),
  answerEn: z.string().trim().max(1_500).default(''),
})
export type AnswerInput = z.output<typeof AnswerInput>

/** What everybody reads. */
export const PublicQuestion = z.object({
  id: z.uuid(),
  text: z.string(),
  answerZh: z.string(),
  answerEn: z.string(),
  decidedAt: z.int(),
})
export type PublicQuestion = z.output<typeof PublicQuestion>

export const QuestionView = PublicQuestion.extend({
  state: QuestionState,
  byEntrant: z.boolean(),
  askedAt: z.int(),
  decidedAt: z.int().nullable(),
})
export type QuestionView = z.output<typeof QuestionView>
