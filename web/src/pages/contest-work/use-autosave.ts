import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/error.ts'
import { saveWork, useWorkChange, type WorkPlace, type WorkView } from '../../api/contest-work.ts'

const REST_MS = 1_200

export interface Conflict {
  readonly draft: number
  readonly fields: Record<string, string>
}

/** Keeps what is typed, a moment after the last key. Where somebody else saved meanwhile, the person chooses. */
export function useAutosave(place: WorkPlace, work: WorkView) {
  const changed = useWorkChange(place)
  const [fields, setFields] = useState<Record<string, string>>(work.fields)
  const [state, setState] = useState<'saved' | 'dirty' | 'saving' | 'failed'>('saved')
  const [error, setError] = useState<unknown>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const draft = useRef(work.draft)
  const newest = useRef(fields)
  const going = useRef<Promise<void> | null>(null)

  // What a colleague saved is shown where nothing of one's own waits.
  useEffect(() => {
    if (state !== 'saved' || work.draft <= draft.current) return
    draft.current = work.draft
    newest.current = work.fields
    setFields(work.fields)
  }, [work.draft, work.fields, state])

  const save = async (): Promise<void> => {
    await going.current
    const sent = newest.current
    setState('saving')
    going.current = saveWork(place, sent, draft.current)
      .then((answer) => {
        draft.current = answer.draft
        setError(null)
        setState(newest.current === sent ? 'saved' : 'dirty')
        void changed()
      })
      .catch((failure: unknown) => {
        setState('failed')
        if (failure instanceof ApiError && failure.code === 'WORK_DRAFT_CONFLICT')
          setConflict(failure.detail as Conflict)
        else setError(failure)
      })
    await going.current
  }
  useEffect(() => {
    if (state !== 'dirty' || conflict) return
    const timer = setTimeout(() => void save(), REST_MS)
    return () => clearTimeout(timer)
  })
  return {
    fields,
    state,
    error,
    conflict,
    set(code: string, text: string) {
      newest.current = { ...newest.current, [code]: text }
      setFields(newest.current)
      setState('dirty')
    },
    /** Keeps the own text over the one that was saved elsewhere, or takes that one. */
    resolve: (mine: boolean) => {
      if (!conflict) return
      draft.current = conflict.draft
      if (!mine) {
        newest.current = conflict.fields
        setFields(conflict.fields)
      }
      setConflict(null)
      setState(mine ? 'dirty' : 'saved')
    },
    save,
    /** The draft that the person sees, saved. */
    settled: async (): Promise<number> => {
      if (state !== 'saved') await save()
      return draft.current
    },
  }
}
