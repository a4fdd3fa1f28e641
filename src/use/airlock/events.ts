interface AboutRequest {
  readonly requestId: string
  readonly projectId: string
  readonly consumerId: string
  readonly authorId: string
}

declare module '../../kernel/events.ts' {
  interface Events {
    'airlock.submitted': AboutRequest
    'airlock.returned': AboutRequest
    'airlock.released': AboutRequest
    'airlock.revoked': AboutRequest
    /** A planted person shows in a file that was to leave. */
    'airlock.canary': AboutRequest & { readonly seatId: string | null }
    /** Told for all opinions of a round, in the moment that the last one is in. `lookedMs`: since the first look; null: none. */
    'airlock.opinion': {
      readonly requestId: string
      readonly checkerId: string
      readonly lookedMs: number | null
    }
  }
}

export type { AboutRequest }
