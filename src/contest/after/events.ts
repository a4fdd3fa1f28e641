declare module '../../kernel/events.ts' {
  interface Events {
    /** Awards of a contest became public, or one of them was taken back. */
    'contest.results_published': { contestId: string }
  }
}
