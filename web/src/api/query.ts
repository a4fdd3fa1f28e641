import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './error.ts'

/** Retries only what a second try may mend: no answer, or a server that is starting. */
const mayMend = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status === 503

export function createQueryClient(onSignedOut: () => void): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => count < 2 && mayMend(error),
        refetchOnWindowFocus: true,
      },
      mutations: { retry: false },
    },
  })
  client.getQueryCache().subscribe((event) => {
    const { error } = event.query.state
    if (event.type === 'updated' && error instanceof ApiError && error.status === 401) onSignedOut()
  })
  return client
}
