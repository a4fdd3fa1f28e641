import { useQuery } from '@tanstack/react-query'
import { get } from './client.ts'

/** What a project has used of its release budget, in steps of 5 %: finer ones would count the persons of answers. */
export interface BudgetView {
  readonly projectId: string
  readonly exposurePercent: number
  readonly cellsPercent: number
  readonly closed: boolean
  readonly auditedAt: number | null
}

export const useBudget = (projectId: string) =>
  useQuery({
    queryKey: ['budget', projectId],
    queryFn: () => get<BudgetView>(`/projects/${projectId}/budget`),
    enabled: projectId !== '',
  })
