import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInvite, useUserAct } from '../../api/people.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import type { User } from '../../api/types.ts'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { InvitationLink } from './invitation-link.tsx'

/** What the officers may do with an account. */
export function UserActions({ user }: { readonly user: User }) {
  const { t } = useTranslation()
  const has = useHasRole()
  const me = useMe()
  const act = useUserAct(user.id)
  const renew = useInvite()
  const [asking, setAsking] = useState(false)
  if (!has('system_administrator', 'security_officer')) return null
  const own = me.user.id === user.id && t('people.whyNot.own')
  const security = !has('security_officer') && t('people.whyNot.security')
  return (
    <>
      {has('system_administrator') && (
        <Action whyNot={own} loading={renew.isPending} onClick={() => renew.mutate({ userId: user.id })}>
          {t('people.renewLink')}
        </Action>
      )}
      {(user.secondFactor || user.certificate) && (
        <Action
          whyNot={own || security}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'reset-second-factor' })}
        >
          {t(user.secondFactor ? 'people.resetFactor' : 'people.dropCertificates')}
        </Action>
      )}
      {user.state === 'locked' && (
        <Action
          whyNot={own || security}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'unlock' })}
        >
          {t('people.unlock')}
        </Action>
      )}
      {user.state === 'suspended' ? (
        <Action
          whyNot={own || security}
          loading={act.isPending}
          onClick={() => act.mutate({ act: 'restore' })}
        >
          {t('people.restore')}
        </Action>
      ) : (
        <Action danger whyNot={own} onClick={() => setAsking(true)}>
          {t('people.suspend')}
        </Action>
      )}
      <ReasonDialog
        open={asking}
        title={t('people.suspend')}
        explain={t('people.suspendUserExplain')}
        reasons={['left', 'misuse', 'review'].map((key) => t(`people.reason.${key}`))}
        confirm={t('people.suspend')}
        danger
        pending={act.isPending}
        error={act.error}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => act.mutate({ act: 'suspend', reason }, { onSuccess: () => setAsking(false) })}
      />
      <Modal
        open={renew.data !== undefined || renew.error !== null}
        title={t('people.renewLink')}
        footer={null}
        onCancel={() => renew.reset()}
      >
        {renew.data && <InvitationLink invited={renew.data} />}
        {renew.error ? <Problem error={renew.error} /> : null}
      </Modal>
      {act.error && !asking ? <Problem error={act.error} /> : null}
    </>
  )
}
