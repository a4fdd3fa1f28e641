import { useContest } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Names of awards and divisions of a contest in the reader's language, and its clock. */
export function useTitles(contestId: string) {
  const { name } = useFormat()
  const { data } = useContest(contestId)
  const of = (
    list: readonly { code: string; titleZh: string; titleEn: string }[] | undefined,
    code: string,
  ) => {
    const found = list?.find((one) => one.code === code)
    return found ? name(found.titleZh, found.titleEn) : code
  }
  return {
    award: (code: string) => of(data?.scheme.awards, code),
    division: (code: string) => of(data?.scheme.divisions, code),
    zone: data?.scheme.timeZone ?? 'Asia/Shanghai',
  }
}
