import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { get, type Page, post, put } from '../../api/client.ts'
import { sendFile } from './send-file.ts'

interface Going {
  readonly file: string
  readonly sent: number
  readonly size: number
  /** Bytes per second since the start. */
  readonly rate: number
  /** Milliseconds that remain at that rate. */
  readonly left: number
}

/** How the files of the dataset are read. */
export interface Reading {
  readonly encoding?: 'utf-8' | 'gb18030'
  readonly sheet?: string
}

/** Sends files one after another, then asks for their import. */
export function useUpload(datasetId: string, onJob: (id: string) => void) {
  const client = useQueryClient()
  const [going, setGoing] = useState<Going | null>(null)
  const [error, setError] = useState<unknown>(null)
  const abort = useRef<AbortController | null>(null)
  const reading = useQuery({
    queryKey: ['reading', datasetId],
    queryFn: () => get<Reading>(`/datasets/${datasetId}/reading`),
  })
  /** Files that arrived whole, whose import failed or was never asked for. */
  const waiting = useQuery({
    queryKey: ['uploads', datasetId],
    queryFn: () => get<Page<{ name: string }>>(`/datasets/${datasetId}/uploads`),
  })
  const refresh = () => client.invalidateQueries({ queryKey: ['uploads', datasetId] })
  const attempt = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (failure) {
      if (!abort.current?.signal.aborted) setError(failure)
    } finally {
      setGoing(null)
      void refresh()
    }
  }
  const ask = async (what: { files: readonly string[] } | { dropFiles: readonly string[] }) =>
    onJob((await post<{ jobId: string }>(`/datasets/${datasetId}/versions`, what)).jobId)
  const land = (files: readonly string[]) => ask({ files })
  const start = async (files: readonly File[]) => {
    if (files.length === 0) return
    const control = new AbortController()
    abort.current = control
    const size = Math.max(
      1,
      files.reduce((sum, file) => sum + file.size, 0),
    )
    const began = performance.now()
    let before = 0
    await attempt(async () => {
      for (const file of files) {
        const tell = (bytes: number) => {
          const sent = Math.min(size, before + bytes)
          const rate = sent / Math.max(0.05, (performance.now() - began) / 1000)
          setGoing({ file: file.name, sent, size, rate, left: ((size - sent) / Math.max(1, rate)) * 1000 })
        }
        tell(0)
        await sendFile(datasetId, file, tell, control.signal)
        before += file.size
      }
      await land(files.map(({ name }) => name))
    })
  }
  const setReading = (next: Reading) =>
    attempt(async () => {
      await put(`/datasets/${datasetId}/reading`, next)
      client.setQueryData(['reading', datasetId], next)
    })
  return {
    going,
    error,
    start,
    cancel: () => abort.current?.abort(),
    reading: reading.data ?? {},
    setReading,
    waiting: waiting.data?.items.map(({ name }) => name) ?? [],
    /** Imports files that lie in a drop folder of the server, by their absolute paths; they stay where they are. */
    landDropped: (dropFiles: readonly string[]) => attempt(() => ask({ dropFiles })),
    landWaiting: (files: readonly string[]) => attempt(() => land(files)),
    refresh,
  }
}
