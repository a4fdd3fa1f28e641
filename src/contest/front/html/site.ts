import type { Contest } from '../../scheme/index.ts'
import type { PublicResults } from '../../tools.ts'
import type { PostView, PublicQuestion } from '../../notices/index.ts'
import type { Say, Tongue } from './words.ts'

/** Everything that the pages of one contest are made of. */
export interface Site {
  readonly contest: Contest
  readonly organiserZh: string
  readonly organiserEn: string
  readonly posts: readonly PostView[]
  readonly questions: readonly PublicQuestion[]
  readonly results: PublicResults | null
  /** Why the scheme was changed since it is public, newest first. */
  readonly changes: readonly { readonly at: number; readonly reason: string }[]
  /** The space holds made-up people only. */
  readonly demo: boolean
  readonly now: number
}

/** What a page is made with. */
export interface Pen extends Site {
  readonly tongue: Tongue
  readonly say: Say
  /** The words in the language of the page; the other's where there are none. */
  readonly pick: (zh: string, en: string) => string
  /** Address of a page of this contest in the language of the page. */
  readonly to: (page: string) => string
}

export const PAGES = [
  '',
  'divisions',
  'timetable',
  'rules',
  'news',
  'questions',
  'results',
  'showcase',
] as const
export type PageName = (typeof PAGES)[number]

export const addressOf = (code: string, tongue: Tongue, page: string): string =>
  `/contest/${code}${tongue === 'en' ? '/en' : ''}${page === '' ? '' : `/${page}`}`

export const pickOf =
  (tongue: Tongue) =>
  (zh: string, en: string): string =>
    tongue === 'zh' ? zh || en : en || zh
