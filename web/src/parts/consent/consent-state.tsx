import { useTranslation } from 'react-i18next'
import { Chip, type Meaning } from '../chip.tsx'

const MEANING: Readonly<Record<string, Meaning>> = {
  waiting: 'warn',
  given: 'ok',
  limited: 'ok',
  declined: 'no',
  withdrawn: 'no',
  confirmed: 'ok',
  refused: 'no',
}

/** How a consent or a guardianship stands: colour, glyph and word. */
export function ConsentState({ value }: { readonly value: string }) {
  const { t } = useTranslation()
  return <Chip meaning={MEANING[value] ?? 'none'}>{t(`consent.state.${value}`)}</Chip>
}
