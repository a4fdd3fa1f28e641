import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post } from './client.ts'
import type { LogicalBrief, LogicalPreview } from './types.ts'

/** Which tables of a contract have a synthetic preview. */
export const useLogicalTables = (contractId: string) =>
  useQuery({
    queryKey: ['logical', contractId],
    queryFn: () => get<Page<LogicalBrief>>(`/contracts/${contractId}/preview`),
  })

export const useLogicalPreview = (contractId: string, table: string) =>
  useQuery({
    queryKey: ['logical', contractId, table],
    queryFn: () => get<LogicalPreview>(`/contracts/${contractId}/preview/${encodeURIComponent(table)}`),
    enabled: table !== '',
    retry: false,
  })

/** Asks the runs that a preview is drawn from; they count like any other. */
export function useMakePreview(contractId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (table: string) => post<LogicalPreview>(`/contracts/${contractId}/preview`, { table }),
    onSettled: () =>
      Promise.all(
        ['logical', 'runs', 'contract', 'contracts', 'budget'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}
