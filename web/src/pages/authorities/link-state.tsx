import { useTranslation } from 'react-i18next'
import type { LinkView } from '../../api/authority.ts'
import { Chip, type Meaning } from '../../parts/chip.tsx'

const MEANING: Readonly<Record<LinkView['state'], Meaning>> = {
  draft: 'none',
  offered: 'warn',
  accepted: 'ok',
  declined: 'no',
  withdrawn: 'no',
  expired: 'none',
}

/** State of a link; one that is accepted but whose chain is not in force says so. */
export function LinkState({ link }: { readonly link: Pick<LinkView, 'state' | 'live'> }) {
  const { t } = useTranslation()
  const waiting = link.state === 'accepted' && !link.live
  return (
    <Chip meaning={waiting ? 'warn' : MEANING[link.state]}>
      {t(waiting ? 'authority.notLive' : `authority.state.${link.state}`)}
    </Chip>
  )
}
