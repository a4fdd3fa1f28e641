import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Page } from '../../parts/page.tsx'
import { Messages } from './messages.tsx'
import { OwnSystem } from './own-system.tsx'
import { Peers } from './peers.tsx'
import { Registered } from './registered.tsx'
import { Remotes } from './remotes.tsx'

/** This system among others: who it is, whom it is connected to, what was said. */
export function Component() {
  const { t } = useFormat()
  const has = useHasRole()
  const uses = has('data_officer', 'developer')
  return (
    <Page title={t('connector.title')} sub={t('connector.about')}>
      <div className="stack">
        {uses && <Remotes />}
        {uses && <Peers />}
        {uses && <OwnSystem />}
        <Registered />
        <Messages />
      </div>
    </Page>
  )
}
