import { useRef, useState } from 'react'
import { post, upload } from '../../api/client.ts'

interface Going {
  readonly file: string
  readonly sent: number
  readonly size: number
  /** Bytes per second since the start. */
  readonly rate: number
  /** Milliseconds that remain at that rate. */
  readonly left: number
}

/** Sends files one after another, then asks for their import. */
export function useUpload(datasetId: string, onJob: (id: string) => void) {
  const [going, setGoing] = useState<Going | null>(null)
  const [error, setError] = useState<unknown>(null)
  const abort = useRef<AbortController | null>(null)
  const start = async (files: readonly File[]) => {
    if (files.length === 0) return
    const control = new AbortController()
    abort.current = control
    setError(null)
    const size = Math.max(
      1,
      files.reduce((sum, file) => sum + file.size, 0),
    )
    const began = performance.now()
    let before = 0
    try {
      for (const file of files) {
        const tell = (bytes: number) => {
          const sent = Math.min(size, before + bytes)
          const rate = sent / Math.max(0.05, (performance.now() - began) / 1000)
          setGoing({ file: file.name, sent, size, rate, left: ((size - sent) / Math.max(1, rate)) * 1000 })
        }
        tell(0)
        await upload(
          `/datasets/${datasetId}/uploads/${encodeURIComponent(file.name)}`,
          file,
          tell,
          control.signal,
        )
        before += file.size
      }
      const { jobId } = await post<{ jobId: string }>(`/datasets/${datasetId}/versions`, {
        files: files.map(({ name }) => name),
      })
      onJob(jobId)
    } catch (failure) {
      if (!control.signal.aborted) setError(failure)
    } finally {
      setGoing(null)
    }
  }
  return { going, error, start, cancel: () => abort.current?.abort() }
}
