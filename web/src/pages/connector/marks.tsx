import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const MEANINGS: Readonly<Record<string, Meaning>> = {
  active: 'ok',
  sent: 'ok',
  answered: 'ok',
  verified: 'ok',
  registered: 'warn',
  pending: 'warn',
  waiting: 'warn',
  negotiating: 'warn',
  signing: 'warn',
  filing: 'warn',
  suspended: 'no',
  revoked: 'no',
  failed: 'no',
  void: 'no',
}

/** The state of a connector, a platform, a message or a remote contract. */
export function Mark({ value }: { readonly value: string }) {
  const { t } = useFormat()
  return <Chip meaning={MEANINGS[value] ?? 'none'}>{t(`connector.states.${value}`)}</Chip>
}
