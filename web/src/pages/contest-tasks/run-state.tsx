import type { TeamRun } from '../../api/contest-tasks.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const MEANINGS: Readonly<Record<TeamRun['state'], Meaning>> = {
  queued: 'none',
  running: 'warn',
  scored: 'ok',
  failed: 'no',
  cancelled: 'none',
}

export function RunStateChip({ run }: { readonly run: Pick<TeamRun, 'state' | 'kind'> }) {
  const { t } = useFormat()
  const key = run.kind === 'sample' && run.state === 'scored' ? 'passed' : run.state
  return <Chip meaning={MEANINGS[run.state]}>{t(`contestTask.state.${key}`)}</Chip>
}
