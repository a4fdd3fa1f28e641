import { useTranslation } from 'react-i18next'
import { useHasRole, useMe } from '../../api/session.ts'
import { LinkButton } from '../../parts/link-button.tsx'

/** The one thing that this role most often comes for. */
export function NextStep() {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const provides = me.participant.roles.includes('provider')
  const next = has('developer')
    ? { to: '/workbench', name: 'home.next.run' }
    : has('auditor')
      ? { to: '/verify', name: 'home.next.verify' }
      : has('output_checker')
        ? { to: '/airlock/queue', name: 'home.next.check' }
        : has('duty_officer')
          ? { to: '/watch/wall', name: 'home.next.wall' }
          : has('system_administrator', 'security_officer')
            ? { to: '/users', name: 'home.next.users' }
            : has('data_officer') && provides
              ? { to: '/products/new', name: 'home.next.publish' }
              : { to: '/products', name: 'home.next.products' }
  return (
    <LinkButton to={next.to} primary>
      {t(next.name)}
    </LinkButton>
  )
}
