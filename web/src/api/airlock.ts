import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  AirlockFile,
  AirlockNumbers,
  FileContext,
  FileLook,
  NewOpinion,
  Opinion,
  QueueItem,
  RequestBrief,
  RequestView,
} from '../../../src/use/airlock/model.ts'
import type { SeatFileView, SeatView } from '../../../src/use/sandbox/model.ts'
import { get, type Page, post, put, remove } from './client.ts'

export type { AirlockFile, FileContext, FileLook, NewOpinion, Opinion, QueueItem }
export type AirlockRequest = RequestView
export type Brief = RequestBrief
export type Numbers = AirlockNumbers
export type Finding = AirlockFile['findings'][number]
export type SeatFile = z.output<typeof SeatFileView>

type Filter = Record<string, string | number | undefined>

export const useAirlockRequests = (filter: Filter) =>
  useQuery({
    queryKey: ['airlock-requests', filter],
    queryFn: () => get<Page<Brief>>('/airlock/requests', filter),
    placeholderData: (before) => before,
  })

/** What the reader may decide now, oldest first. */
export const useAirlockQueue = () =>
  useQuery({
    queryKey: ['airlock-queue'],
    queryFn: () => get<Page<QueueItem>>('/airlock/queue'),
    refetchInterval: 30_000,
  })

/** The machine still looks at it: read again until it has. */
const CHECKING_MS = 1500

export const useAirlockRequest = (id: string) =>
  useQuery({
    queryKey: ['airlock-request', id],
    queryFn: () => get<AirlockRequest>(`/airlock/requests/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data?.state === 'checking' ? CHECKING_MS : false),
  })

export const useAirlockNumbers = () =>
  useQuery({ queryKey: ['airlock-numbers'], queryFn: () => get<Numbers>('/airlock/numbers') })

export const useLook = (id: string, file: string, open: boolean) =>
  useQuery({
    queryKey: ['airlock-look', id, file],
    queryFn: () => get<FileLook>(`/airlock/requests/${id}/files/${file}/look`),
    enabled: open,
    staleTime: 60_000,
  })

/** Seats that a request can take files from. */
export const useAirlockSeats = () =>
  useQuery({ queryKey: ['airlock-seats'], queryFn: () => get<Page<SeatView>>('/seats') })

export const useAirlockSeatFiles = (seatId: string) =>
  useQuery({
    queryKey: ['airlock-seat-files', seatId],
    queryFn: () => get<Page<SeatFile>>(`/seats/${seatId}/files`),
    enabled: seatId !== '',
  })

/** A change at the airlock: everything that may show it is read again. */
function useAirlockChange<V, R>(mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all(
        ['airlock-requests', 'airlock-request', 'airlock-queue', 'airlock-numbers', 'home', 'trail'].map(
          (key) => client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}

export interface NewAirlockRequest {
  readonly projectId: string
  readonly seatId: string
  readonly title: string
  readonly files: readonly { readonly path: string; readonly context: FileContext }[]
}

/** A draft with its files: what could not be taken stays out and is said. */
export const useNewAirlockRequest = () =>
  useAirlockChange(async ({ files, ...request }: NewAirlockRequest) => {
    const { id } = await post<{ id: string }>('/airlock/requests', request)
    // One after the other: each takes the bytes out of the seat.
    for (const file of files) await post(`/airlock/requests/${id}/files`, file)
    return id
  })

export const useAddFile = (id: string) =>
  useAirlockChange((file: { path: string; context: FileContext }) =>
    post(`/airlock/requests/${id}/files`, file),
  )
/** New words; with `path` the bytes as the seat holds them now. */
export const useChangeFile = (id: string) =>
  useAirlockChange(({ file, ...change }: { file: string; context: FileContext; path?: string }) =>
    put<{ id: string }>(`/airlock/requests/${id}/files/${file}`, change),
  )
export const useRemoveFile = (id: string) =>
  useAirlockChange((file: string) => remove(`/airlock/requests/${id}/files/${file}`))
export const useAirlockAct = (id: string) =>
  useAirlockChange((act: 'submit' | 'withdraw' | 'release') => post(`/airlock/requests/${id}/${act}`))
/** The machine looks at the files while the author still works. */
export const usePreflight = (id: string) =>
  useAirlockChange(() => post<{ jobId: string }>(`/airlock/requests/${id}/preflight`))
/** A checker says that an own interest stands in the way: out for the whole project. */
export const useInterest = () =>
  useAirlockChange(({ id, text }: { id: string; text: string }) =>
    post(`/airlock/requests/${id}/interest`, { text }),
  )
export const useMessage = (id: string) =>
  useAirlockChange((text: string) => post(`/airlock/requests/${id}/message`, { text }))
export const useRevoke = (id: string) =>
  useAirlockChange((reason: string) => post(`/airlock/requests/${id}/revoke`, { reason }))

export const useOpinion = () =>
  useAirlockChange(({ id, ...opinion }: NewOpinion & { id: string }) =>
    post(`/airlock/requests/${id}/opinion`, opinion),
  )
export const useClaim = () =>
  useAirlockChange(({ id, claim }: { id: string; claim: boolean }) =>
    post(`/airlock/requests/${id}/claim`, { claim }),
  )
