import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post, put, remove, sendBytes } from './client.ts'
import type { Cell, CellView, NotebookBrief, NotebookView, SaveNotebook } from './types.ts'

const at = (seat: string, notebook = '', more = '') =>
  `/seats/${seat}/notebooks${notebook && `/${notebook}`}${more}`

export const useNotebooks = (seat: string) =>
  useQuery({
    queryKey: ['notebooks', seat],
    queryFn: () => get<Page<NotebookBrief>>(at(seat)),
  })

export const readNotebook = (seat: string, id: string) => get<NotebookView>(at(seat, id))

/** Read once when it is opened: from then on the editor holds it, and events bring what others do. */
export const useNotebook = (seat: string, id: string) =>
  useQuery({
    queryKey: ['notebook', seat, id],
    queryFn: () => readNotebook(seat, id),
    enabled: id !== '',
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const saveNotebook = (seat: string, id: string, value: SaveNotebook) =>
  put<NotebookBrief>(at(seat, id), value)
export const runCell = (seat: string, id: string, cell: string) =>
  post<CellView>(at(seat, id, `/cells/${cell}/run`))
export const runAll = (seat: string, id: string) => post<{ items: CellView[] }>(at(seat, id, '/run-all'), {})
export const interrupt = (seat: string, id: string) => post(at(seat, id, '/interrupt'))

function useNotebooksChange<V, R>(seat: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(
        ['notebooks', 'notebook-history', 'seat-files'].map((key) =>
          client.invalidateQueries({ queryKey: [key, seat] }),
        ),
      ),
  })
}

export const useNewNotebook = (seat: string) =>
  useNotebooksChange(seat, (value: { readonly name: string; readonly starter?: boolean }) =>
    post<NotebookBrief>(at(seat), value),
  )
export const useRemoveNotebook = (seat: string) =>
  useNotebooksChange(seat, (id: string) => remove(at(seat, id)))
export const useImportIpynb = (seat: string) =>
  useNotebooksChange(seat, (file: File) =>
    sendBytes<NotebookBrief>(`${at(seat, '', '/import')}?name=${encodeURIComponent(nameOf(file))}`, file),
  )
export const useNotebookToFile = (seat: string) =>
  useNotebooksChange(seat, (id: string) => post<{ path: string }>(at(seat, id, '/to-file'), {}))

const nameOf = (file: File) => file.name.replace(/\.ipynb$/i, '').slice(0, 120)

export interface PastVersion {
  readonly version: number
  readonly changedBy: string
  readonly changedAt: number
  readonly cells: number
}

export const useNotebookHistory = (seat: string, id: string) =>
  useQuery({
    queryKey: ['notebook-history', seat, id],
    queryFn: () => get<{ items: PastVersion[] }>(at(seat, id, '/history')),
  })
export const useNotebookAt = (seat: string, id: string, version: number | null) =>
  useQuery({
    queryKey: ['notebook-history', seat, id, version],
    queryFn: () => get<{ version: number; cells: Cell[] }>(at(seat, id, `/history/${version}`)),
    enabled: version !== null,
  })
