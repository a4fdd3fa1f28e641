import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post, remove, sendBytes } from './client.ts'
import type { CellOutput, Finding, SeatFileView } from './types.ts'

const at = (seat: string, path: string) => `/seats/${seat}/files?path=${encodeURIComponent(path)}`

export const useSeatFiles = (seat: string) =>
  useQuery({
    queryKey: ['seat-files', seat],
    queryFn: () => get<Page<SeatFileView>>(`/seats/${seat}/files`),
  })

/** A capped, recorded look at a file: never its bytes. */
export interface FileLook {
  readonly path: string
  readonly bytes: number
  /** `binary`: nothing of it can be shown. */
  readonly kind: 'text' | 'table' | 'image' | 'binary'
  readonly outputs: readonly CellOutput[]
  readonly cut: boolean
  /** The day's limit of what may be looked at held some back. */
  readonly capped: boolean
}

export const useFileLook = (seat: string, path: string) =>
  useQuery({
    queryKey: ['seat-file', seat, path],
    queryFn: () => get<FileLook>(`/seats/${seat}/files/look`, { path }),
    enabled: path !== '',
    // Each look counts against the day's limit: asked once.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  })

function useFilesChange<V, R>(seat: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['seat-files', 'seat-file'].map((key) => client.invalidateQueries({ queryKey: [key, seat] })),
      ),
  })
}

export const useWriteFile = (seat: string) =>
  useFilesChange(seat, ({ path, text }: { readonly path: string; readonly text: string }) =>
    sendBytes(at(seat, path), new Blob([text]), 'PUT'),
  )
export const useRemoveFile = (seat: string) => useFilesChange(seat, (path: string) => remove(at(seat, path)))

export interface Preflight {
  readonly path: string
  readonly verdict: 'pass' | 'review' | 'fail'
  readonly findings: readonly Finding[]
}

export const usePreflight = (seat: string) =>
  useMutation({
    mutationFn: (path: string) =>
      post<{ items: Preflight[] }>(`/seats/${seat}/files/preflight`, { paths: [path] }),
  })
