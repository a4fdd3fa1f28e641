import { useCallback, useEffect, useRef, useState } from 'react'
import { type DeskAt, type DeskSheet, saveSheet, type SheetDraft } from '../../api/contest-desk.ts'

/** Typing rests for so long before it is saved. */
const REST_MS = 1200

export type Saving = 'saved' | 'waiting' | 'saving' | 'failed'
type Written = Pick<SheetDraft, 'scores' | 'comment' | 'privateNote'>

/**
 * Keeps a sheet as it is written, one save after the other; `flush` waits until the last one is through. What was not saved
 * yet keeps the window from closing unasked.
 */
export function useAutosave(at: DeskAt, sheet: DeskSheet) {
  const [written, setWritten] = useState<Written>({
    scores: sheet.scores,
    comment: sheet.comment,
    privateNote: sheet.privateNote,
  })
  const [saving, setSaving] = useState<Saving>('saved')
  const [savedAt, setSavedAt] = useState(sheet.savedAt)
  const [error, setError] = useState<unknown>(null)
  const now = useRef({ written, revision: sheet.revision, dirty: false })
  const running = useRef<Promise<void>>(Promise.resolve())
  // A submitted sheet is changed by submitting again, not by drafts.
  const drafts = sheet.editable && sheet.state !== 'submitted'

  const save = useCallback(async () => {
    const state = now.current
    if (!state.dirty) return
    state.dirty = false
    setSaving('saving')
    try {
      const kept = await saveSheet(at, { ...state.written, revision: state.revision })
      state.revision = kept.revision
      setSavedAt(kept.savedAt)
      setError(null)
      setSaving(now.current.dirty ? 'waiting' : 'saved')
    } catch (failure) {
      state.dirty = true
      setError(failure)
      setSaving('failed')
    }
  }, [at])

  const flush = useCallback(() => {
    running.current = running.current.then(save)
    return running.current
  }, [save])

  useEffect(() => {
    if (!drafts || saving !== 'waiting') return
    const timer = setTimeout(() => void flush(), REST_MS)
    return () => clearTimeout(timer)
  }, [drafts, saving, written, flush])

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (now.current.dirty) event.preventDefault()
    }
    window.addEventListener('beforeunload', ask)
    return () => {
      window.removeEventListener('beforeunload', ask)
      // Leaving for another page of the portal: what was typed last goes along.
      if (now.current.dirty && drafts) void flush()
    }
  }, [drafts, flush])

  const change = (part: Partial<Written>) => {
    const next = { ...now.current.written, ...part }
    now.current.written = next
    now.current.dirty = drafts
    setWritten(next)
    if (drafts) setSaving('waiting')
  }
  const draft = (): SheetDraft => ({ ...now.current.written, revision: now.current.revision })
  return { written, change, saving, savedAt, error, flush, draft }
}
