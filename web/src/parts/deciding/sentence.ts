import { useParticipants } from '../../api/people.ts'
import type { ScriptRule } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'

/** Where a request may differ from the offer, as a rule can name it: the first word of a path in the policy. */
export const MAY_DIFFER = [
  'purposes',
  'from',
  'until',
  'maxRuns',
  'minGroup',
  'columns',
  'joinKeys',
  'permissions',
  'prohibitions',
  'obligations',
  'disclosure',
  'singlePerson',
  'notice',
] as const

/** One rule as a sentence: who asks for what, and what happens then. */
export function useRuleSentence(): (rule: ScriptRule) => string {
  const { t, list, name } = useFormat()
  const bodies = useParticipants({ limit: 200 })
  const nameOf = (id: string) => {
    const body = bodies.data?.items.find((one) => one.id === id)
    return body ? name(body.nameZh, body.nameEn) : t('deciding.someBody')
  }
  return ({ consumers, purposes, maxScore, differencesWithin, then, comment }) => {
    const conditions = [
      consumers && t('deciding.if.consumers', { who: list(consumers.map(nameOf)) }),
      purposes && t('deciding.if.purposes', { purposes: list(purposes.map((one) => t(`purpose.${one}`))) }),
      maxScore !== undefined && t('deciding.if.score', { score: maxScore }),
      differencesWithin &&
        (differencesWithin.length === 0
          ? t('deciding.if.same')
          : t('deciding.if.within', {
              places: list(
                differencesWithin.map((path) => {
                  const known = MAY_DIFFER.find((one) => one === path)
                  return known ? t(`deciding.place.${known}`) : path
                }),
              ),
            })),
    ].filter((one): one is string => typeof one === 'string')
    return t('deciding.sentence', {
      conditions: conditions.length === 0 ? t('deciding.if.any') : conditions.join(t('deciding.and')),
      answer: t(`deciding.then.${then}`),
      comment,
    })
  }
}
