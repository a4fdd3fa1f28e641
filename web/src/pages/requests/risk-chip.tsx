import { useTranslation } from 'react-i18next'
import type { RequestView } from '../../api/types.ts'
import { exact } from '../../lib/format.ts'
import { Chip } from '../../parts/chip.tsx'

const MEANING = { low: 'ok', medium: 'warn', high: 'no' } as const

/** The assessed risk of a request: its level in a word, its score beside it. */
export function RiskChip({ risk }: { readonly risk: NonNullable<RequestView['risk']> }) {
  const { t } = useTranslation()
  return (
    <Chip meaning={MEANING[risk.level]}>
      {t(`request.riskLevel.${risk.level}`)} {exact(risk.score)}
    </Chip>
  )
}
