import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  Accuracy,
  CellView,
  ProposalView,
  QuarantineView,
  RepairBrief,
  RepairView,
} from '../../../src/supply/treat/repair/run-model.ts'
import { get, type Page, post } from './client.ts'

export type { Accuracy, CellView, ProposalView, QuarantineView, RepairBrief, RepairView }

type Filter = Record<string, string | number | undefined>
interface Asked {
  readonly runId: string
  readonly jobId: string
}

interface TreatmentName {
  readonly id: string
  readonly title: string
}

/** Treatments of the own body, to choose from. */
export const useTreatmentNames = () =>
  useQuery({
    queryKey: ['treatments', 'names'],
    queryFn: () => get<Page<TreatmentName>>('/treatments'),
  })

export const isOpen = ({ state }: Pick<RepairBrief, 'state'>): boolean =>
  state === 'queued' || state === 'active'

export const useRepairs = (filter: Filter) =>
  useQuery({
    queryKey: ['repairs', filter],
    queryFn: () => get<Page<RepairBrief>>('/repairs', filter),
    placeholderData: (before) => before,
    refetchInterval: ({ state }) => (state.data?.items.some(isOpen) ? 3000 : false),
  })

export const useRepair = (id: string) =>
  useQuery({
    queryKey: ['repair', id],
    queryFn: () => get<RepairView>(`/repairs/${id}`),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? 3000 : false),
  })

/** Cells of one table, masked by the server. */
export const useRepairCells = (id: string, filter: Filter | null) =>
  useQuery({
    queryKey: ['repair', id, 'cells', filter],
    queryFn: () => get<Page<CellView>>(`/repairs/${id}/cells`, filter ?? {}),
    enabled: filter !== null,
    placeholderData: (before) => before,
  })

export const useQuarantine = (id: string, filter: Filter | null) =>
  useQuery({
    queryKey: ['repair', id, 'quarantine', filter],
    queryFn: () => get<Page<QuarantineView>>(`/repairs/${id}/quarantine`, filter ?? {}),
    enabled: filter !== null,
    placeholderData: (before) => before,
  })

function useAfter() {
  const client = useQueryClient()
  return () =>
    Promise.all(['repairs', 'repair', 'jobs'].map((key) => client.invalidateQueries({ queryKey: [key] })))
}

export function useAskRepair() {
  const after = useAfter()
  return useMutation({
    mutationFn: ({ treatmentId, preview }: { treatmentId: string; preview: boolean }) =>
      post<Asked>(`/treatments/${treatmentId}/repairs`, { preview }),
    onSettled: after,
  })
}

export interface DecisionInput {
  readonly id: string
  readonly decision: 'approved' | 'rejected'
  readonly reason: string
  readonly except: readonly { table: string; column: string; row: number }[]
}

export function useDecide() {
  const after = useAfter()
  return useMutation({
    mutationFn: ({ id, ...body }: DecisionInput) => post(`/repair-proposals/${id}/decision`, body),
    onSettled: after,
  })
}

export function useApply() {
  const after = useAfter()
  return useMutation({
    mutationFn: (runId: string) => post<Asked>(`/repairs/${runId}/apply`),
    onSettled: after,
  })
}
