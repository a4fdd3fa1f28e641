import type { AirlockFile, NewOpinion } from '../../api/airlock.ts'

/** Usual reasons, in the words of the statistics; free text says the rest. */
export const REASONS = [
  'unrounded',
  'little-context',
  'small-counts',
  'missing-data',
  'file-kind',
  'identifying',
  'differencing',
  'beyond-terms',
  'other',
] as const

export type Reason = (typeof REASONS)[number]

export const DECISIONS = ['approve', 'return', 'reject'] as const
export type Decision = (typeof DECISIONS)[number]

/** What a checker has put down so far, in this browser only. */
export interface OpinionDraft {
  readonly decision: Decision | null
  readonly reasons: readonly Reason[]
  readonly text: string
  readonly files: Readonly<Record<string, { readonly ok: boolean | null; readonly text: string }>>
}

export const emptyOpinion: OpinionDraft = { decision: null, reasons: [], text: '', files: {} }

type File = Pick<AirlockFile, 'id'>

/** A decision as its key or its button makes it: approving one's all files, what was said of them stays. */
export function decided(draft: OpinionDraft, decision: Decision, files: readonly File[]): OpinionDraft {
  const all = decision === 'approve' ? true : null
  return {
    ...draft,
    decision,
    reasons: decision === 'approve' ? [] : draft.reasons,
    files: Object.fromEntries(
      files.map(({ id }) => {
        const said = draft.files[id]
        return [id, { ok: all ?? said?.ok ?? null, text: said?.text ?? '' }]
      }),
    ),
  }
}

export type OpinionGap = 'decision' | 'files' | 'contradiction' | 'reason'

const LEAST = 4

/** Why an opinion cannot be given yet; null: it can. */
export function opinionGap(draft: OpinionDraft, files: readonly File[]): OpinionGap | null {
  if (draft.decision === null) return 'decision'
  const said = files.map(({ id }) => draft.files[id]?.ok ?? null)
  if (said.includes(null)) return 'files'
  if (draft.decision === 'approve' && said.includes(false)) return 'contradiction'
  const spoken = draft.reasons.length > 0 || draft.text.trim().length >= LEAST
  return draft.decision !== 'approve' && !spoken ? 'reason' : null
}

export const opinionOf = (draft: OpinionDraft, files: readonly File[]): NewOpinion => ({
  decision: draft.decision ?? 'return',
  reasons: [...draft.reasons],
  text: draft.text.trim(),
  perFile: files.map(({ id }) => ({
    fileId: id,
    ok: draft.files[id]?.ok ?? false,
    text: draft.files[id]?.text.trim() ?? '',
  })),
})
