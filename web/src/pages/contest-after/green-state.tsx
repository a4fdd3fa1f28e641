import type { GreenChannelView, InterestView } from '../../api/contest-after.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const GREEN: Readonly<Record<GreenChannelView['state'], Meaning>> = {
  asked: 'warn',
  prepared: 'seal',
  requested: 'ok',
  declined: 'no',
  withdrawn: 'none',
}
const INTEREST: Readonly<Record<InterestView['state'], Meaning>> = {
  expressed: 'warn',
  introduced: 'ok',
  declined: 'no',
  withdrawn: 'none',
}

export function GreenState({ state }: { readonly state: GreenChannelView['state'] }) {
  const { t } = useFormat()
  return <Chip meaning={GREEN[state]}>{t(`contestAfter.green.${state}`)}</Chip>
}

export function InterestState({ state }: { readonly state: InterestView['state'] }) {
  const { t } = useFormat()
  return <Chip meaning={INTEREST[state]}>{t(`contestAfter.interest.${state}`)}</Chip>
}
