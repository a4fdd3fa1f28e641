import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Bones } from './empty.tsx'
import { Problem } from './problem.tsx'

interface LoadedProps<T> {
  readonly of: UseQueryResult<T>
  readonly lines?: number
  readonly children: (data: T) => ReactNode
}

/** The three answers to a question to the server: on its way, failed, here. */
export function Loaded<T>({ of, lines = 4, children }: LoadedProps<T>) {
  if (of.data !== undefined) return children(of.data)
  if (of.error) return <Problem error={of.error} onRetry={() => void of.refetch()} />
  return <Bones lines={lines} />
}
