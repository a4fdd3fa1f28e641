import { useEffect, useRef, useState } from 'react'
import { type AirlockFile, type AirlockRequest, type FileContext, useChangeFile } from '../../api/airlock.ts'

type Written = Readonly<Record<string, FileContext>>
const same = (a: FileContext, b: FileContext) => JSON.stringify(a) === JSON.stringify(b)

/**
 * The words that an author writes about files: kept here while typing, saved when a field is left and before sending.
 * By path, because each change gives a file a new id; one save after the other, because each needs the id of the last.
 */
export function useContexts({ id, files }: AirlockRequest) {
  const [written, setWritten] = useState<Written>({})
  const latest = useRef<Written>(written)
  const known = useRef(new Map<string, Pick<AirlockFile, 'id' | 'context'>>())
  const line = useRef<Promise<void>>(Promise.resolve())
  const { mutateAsync, error, isPending: saving } = useChangeFile(id)
  useEffect(() => {
    known.current = new Map(files.map((file) => [file.path, file]))
  }, [files])
  const of = (file: AirlockFile) => written[file.path] ?? file.context
  const save = async () => {
    for (const [path, context] of Object.entries(latest.current)) {
      const before = known.current.get(path)
      if (!before || same(before.context, context)) continue
      const made = await mutateAsync({ file: before.id, context })
      known.current.set(path, { id: made.id, context })
    }
  }
  return {
    of,
    change: (file: AirlockFile, part: Partial<FileContext>) => {
      latest.current = { ...latest.current, [file.path]: { ...of(file), ...part } }
      setWritten(latest.current)
    },
    /** Saves what is not saved yet. @throws ApiError */
    flush: (): Promise<void> => {
      line.current = line.current.catch(() => {}).then(save)
      return line.current
    },
    error,
    saving,
  }
}
