import { useRef, useState } from 'react'
import { useWorkChange, type WorkPlace } from '../../api/contest-work.ts'
import { type Step, sendWorkFile } from './send-file.ts'

export interface Sending {
  readonly file: File
  readonly field: string
  readonly step: Step
  readonly share: number
  readonly state: 'going' | 'paused' | 'failed'
  readonly error: unknown
}

/** Files that this page sends now, one after another: each may be stopped for a while and goes on where it was. */
export function useSending(place: WorkPlace) {
  const changed = useWorkChange(place)
  const [list, setList] = useState<readonly Sending[]>([])
  const controls = useRef(new Map<File, AbortController>())
  const change = (file: File, more: Partial<Sending>) =>
    setList((all) => all.map((one) => (one.file === file ? { ...one, ...more } : one)))
  const drop = (file: File) => setList((all) => all.filter((one) => one.file !== file))

  const go = async (field: string, file: File) => {
    const control = new AbortController()
    controls.current.set(file, control)
    try {
      await sendWorkFile(place, field, file, (step, share) => change(file, { step, share }), control.signal)
      drop(file)
    } catch (error) {
      change(file, control.signal.aborted ? { state: 'paused' } : { state: 'failed', error })
    } finally {
      controls.current.delete(file)
      await changed()
    }
  }
  return {
    list,
    start(field: string, files: readonly File[]) {
      const fresh = { field, step: 'hashing', share: 0, state: 'going', error: null } as const
      setList((all) => [...all, ...files.map((file) => ({ file, ...fresh }))])
      void (async () => {
        for (const file of files) await go(field, file)
      })()
    },
    pause: (file: File) => controls.current.get(file)?.abort(),
    resume({ file, field }: Sending) {
      change(file, { state: 'going', error: null })
      void go(field, file)
    },
    drop(file: File) {
      controls.current.get(file)?.abort()
      drop(file)
    },
  }
}
