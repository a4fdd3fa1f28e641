import { useContest } from '../../api/contests.ts'

/** The rounds of a contest with their titles. */
export function useRounds(id: string) {
  const contest = useContest(id)
  return { ...contest, data: contest.data && { rounds: contest.data.scheme.rounds } }
}
