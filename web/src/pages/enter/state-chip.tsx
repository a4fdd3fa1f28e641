import { useTranslation } from 'react-i18next'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const MEANINGS: Readonly<Record<string, Meaning>> = {
  draft: 'none',
  submitted: 'warn',
  supplement: 'warn',
  admitted: 'ok',
  rejected: 'no',
  withdrawn: 'none',
}

/** Where an entry stands. */
export function EntryState({ value }: { readonly value: string }) {
  const { t } = useTranslation()
  return <Chip meaning={MEANINGS[value] ?? 'none'}>{t(`contestEntry.state.${value}`)}</Chip>
}
