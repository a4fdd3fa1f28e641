import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, type Page, post, put, remove } from './client.ts'
import type { NewSavedQuery, SavedQueryView } from './types.ts'

/** Queries that the project keeps, shared within the body. */
export const useSaved = (projectId: string) =>
  useQuery({
    queryKey: ['saved', projectId],
    queryFn: () => get<Page<SavedQueryView>>(`/projects/${projectId}/queries`, { limit: 200 }),
    enabled: projectId !== '',
  })

function useSavedChange<V, R>(projectId: string, mutationFn: (value: V) => Promise<R>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    onSuccess: () => client.invalidateQueries({ queryKey: ['saved', projectId] }),
  })
}

export const useSaveQuery = (projectId: string) =>
  useSavedChange(projectId, (value: NewSavedQuery) =>
    post<{ id: string }>(`/projects/${projectId}/queries`, value),
  )
export const useChangeSaved = (projectId: string) =>
  useSavedChange(projectId, ({ id, ...value }: NewSavedQuery & { id: string }) =>
    put(`/projects/${projectId}/queries/${id}`, value),
  )
export const useRemoveSaved = (projectId: string) =>
  useSavedChange(projectId, (id: string) => remove(`/projects/${projectId}/queries/${id}`))
