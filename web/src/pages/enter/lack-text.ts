import type { EntryContest, EntryView } from '../../api/enter.ts'
import { useFormat } from '../../lib/use-format.ts'

/** What an entry lacks, in words, with the name of whom it is about. */
export function useLackText(
  statements: readonly Pick<EntryContest['statements'][number], 'code' | 'titleZh' | 'titleEn'>[],
  members: EntryView['members'],
  /** The reader, where it is a member. */
  own?: string,
) {
  const { t, name } = useFormat()
  return (lack: EntryView['lacks'][number]): string => {
    const who = members.find(({ entrantId }) => entrantId === lack.entrantId)
    const statement = statements.find(({ code }) => code === lack.statement)
    return t(`contestEntry.lack.${lack.code}`, {
      who:
        own !== undefined && lack.entrantId === own
          ? t('contestEntry.you')
          : who?.name || t('contestEntry.noName'),
      limit: lack.limit,
      statement: statement ? name(statement.titleZh, statement.titleEn) : lack.statement,
    })
  }
}
