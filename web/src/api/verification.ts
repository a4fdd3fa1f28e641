import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { VerifyAnswerView, VerifyKindView } from '../../../src/use/inline/kinds/question.ts'
import { get, type Page, post } from './client.ts'

export type { VerifyAnswerView, VerifyKindView }

/** Kinds of verification of a single consenting person. */
export const useVerifyKinds = () =>
  useQuery({
    queryKey: ['verify-kinds'],
    queryFn: () => get<Page<VerifyKindView>>('/verify/kinds'),
    staleTime: Infinity,
  })

/** Asks one question: it counts as a use, and the person sees it. */
export function useVerify(path: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Record<string, string | number>) => post<VerifyAnswerView>(path, body),
    onSettled: () =>
      Promise.all(
        ['runs', 'contract', 'contracts', 'consents'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  })
}
