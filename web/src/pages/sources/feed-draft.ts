import type { FeedView, NewFeed, TableView } from '../../api/sources.ts'

/** One chosen table: what it feeds and how it is read. */
export interface FeedDraft {
  readonly table: string
  /** Empty: a new dataset is registered. */
  readonly datasetId: string
  readonly code: string
  readonly titleZh: string
  readonly titleEn: string
  readonly insuredColumn: string
  readonly insuredSystem: string
  readonly mode: 'snapshot' | 'increment'
  readonly key: readonly string[]
  readonly watermark: string
  readonly schedule: 'manual' | 'every' | 'daily'
  readonly seconds: number
  readonly at: string
  readonly deletes: boolean
}

/** Seconds between looks at what was pushed: near real time without a version for each message. */
const PUSH_SECONDS = 60

export function feedDraftOf(table: TableView, kind: string): FeedDraft {
  const { code, mode, insuredColumn, insuredSystem } = table.suggestion
  const name = table.name.split('.').at(-1) ?? table.name
  const every = kind === 'push' || mode === 'increment'
  return {
    table: table.name,
    datasetId: '',
    code,
    titleZh: name,
    titleEn: name,
    insuredColumn: insuredColumn ?? '',
    insuredSystem: insuredSystem ?? '',
    mode,
    key: table.key,
    watermark: table.watermarks[0] ?? '',
    schedule: every ? 'every' : 'daily',
    seconds: kind === 'push' ? PUSH_SECONDS : 300,
    at: '02:00',
    deletes: kind !== 'push',
  }
}

/**
 * Whether reading everything again is something of its own: a snapshot does it each time, and of what was pushed the
 * other system would have to send it again.
 */
export const mayReadAnew = (feed: Pick<FeedView, 'mode'>, kind: string): boolean =>
  feed.mode === 'increment' && kind !== 'push'

/** Whether a table can be read by what changed: a service that pushes keeps the order itself. */
export const canFollow = (table: TableView): boolean =>
  table.watermarks.length > 0 || table.suggestion.mode === 'increment'

export function newFeedOf(draft: FeedDraft): NewFeed {
  const { datasetId, code, titleZh, titleEn, insuredColumn, insuredSystem } = draft
  const persons = insuredColumn !== '' && insuredSystem !== ''
  const target =
    datasetId === ''
      ? {
          dataset: {
            code,
            titleZh,
            titleEn,
            zoneId: null,
            insuredColumn: persons ? insuredColumn : null,
            insuredSystem: persons ? insuredSystem : null,
          },
        }
      : { datasetId }
  return {
    table: draft.table,
    ...target,
    mode: draft.mode,
    key: [...draft.key],
    watermark: draft.mode === 'increment' && draft.watermark !== '' ? draft.watermark : null,
    overlap: 60,
    schedule: scheduleOf(draft),
    deletesEvery: draft.mode === 'increment' && draft.deletes ? 24 : null,
  }
}

export function scheduleOf({ schedule, seconds, at }: Pick<FeedDraft, 'schedule' | 'seconds' | 'at'>) {
  if (schedule === 'every') return { kind: schedule, seconds } as const
  return schedule === 'daily' ? ({ kind: schedule, at } as const) : ({ kind: schedule } as const)
}

/** i18n key of what is missing; null: nothing. */
export function missingInFeed(draft: FeedDraft): string | null {
  if (draft.datasetId === '') {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(draft.code)) return 'source.missing.code'
    if (!draft.titleZh.trim() || !draft.titleEn.trim()) return 'source.missing.titles'
    if ((draft.insuredColumn === '') !== (draft.insuredSystem === '')) return 'source.missing.insured'
  }
  if (draft.mode === 'increment' && draft.key.length === 0) return 'source.missing.key'
  return draft.schedule === 'daily' && !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.at)
    ? 'source.missing.at'
    : null
}
