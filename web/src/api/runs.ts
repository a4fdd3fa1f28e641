import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { NewRun, ProblemView, RunAnswer, RunView } from './types.ts'

type Filter = Record<string, string | number | undefined>

/** Where a refusal is, and what would be allowed instead: `detail` of a problem that the gate found. */
export interface Refusal {
  readonly rule: string
  readonly table?: string
  readonly column?: string
  readonly level?: string
  readonly place?: {
    readonly line: number
    readonly column: number
    readonly offset: number
    readonly length: number
  }
  readonly allowed?: { readonly zh: string; readonly en: string }
  /** A change of the text that would mend it, where there is one. */
  readonly fix?: { readonly offset: number; readonly length: number; readonly text: string }
}

export type Explained =
  | {
      readonly ok: true
      readonly summaryZh: string
      readonly summaryEn: string
      /** `table.column` that it would touch. */
      readonly fields?: readonly string[]
      readonly mostRows?: number | null
    }
  | { readonly ok: false; readonly problem: ProblemView }

export function refusalOf(problem: ProblemView): Refusal | null {
  const detail = problem.detail
  return typeof detail === 'object' && detail !== null && 'rule' in detail ? (detail as Refusal) : null
}

export const useRuns = (filter: Filter) =>
  useQuery({
    queryKey: ['runs', filter],
    queryFn: () => get<Page<RunView>>('/runs', filter),
    placeholderData: (before) => before,
  })

export const useRun = (id: string) =>
  useQuery({
    queryKey: ['run', id],
    queryFn: () => get<RunAnswer>(`/runs/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && isLive(state.data.run) ? 1500 : false),
  })

/** Still to be stopped. */
export const isLive = ({ state }: Pick<RunView, 'state'>): boolean =>
  state === 'granted' || state === 'running'

export function useCancelRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => post<{ stopped: boolean }>(`/runs/${id}/cancel`),
    onSettled: () => Promise.all(['run', 'runs'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  })
}

/** Stops what I have running under a contract: while the workbench waits for the answer it has no id of it yet. */
export const useCancelMine = (contractId: string) =>
  useMutation({
    mutationFn: async () => {
      const { items } = await get<Page<RunView>>('/runs', { contractId, mine: 'true', limit: 10 })
      await Promise.all(items.filter(isLive).map(({ id }) => post(`/runs/${id}/cancel`)))
    },
  })

/** Form only: nothing is opened, nothing is counted. */
export const useExplain = (contractId: string, sql: string) =>
  useQuery({
    queryKey: ['explain', contractId, sql],
    queryFn: () => post<Explained>('/runs/explain', { contractId, sql }),
    enabled: contractId !== '' && sql.trim() !== '',
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  })

export function useNewRun() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (value: NewRun) => post<RunAnswer>('/runs', value),
    onSettled: () =>
      Promise.all(
        ['runs', 'contract', 'contracts', 'home'].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  })
}
