import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { type ParticipantView, useParticipant, useParticipantAct } from '../../api/people.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Record } from '../../parts/record.tsx'
import { When } from '../../parts/say.tsx'
import { State } from '../../parts/state.tsx'
import { BodyUsers } from './body-users.tsx'
import { ParticipantDialog } from './participant-dialog.tsx'

export function Component() {
  const { t } = useTranslation()
  const { id = '' } = useParams()
  const body = useParticipant(id)
  if (body.data) return <Body body={body.data} />
  return (
    <Page title={t('shell.participant')}>
      <Card>
        <Loaded of={body}>{() => null}</Loaded>
      </Card>
    </Page>
  )
}

function Body({ body }: { readonly body: ParticipantView }) {
  const { t } = useTranslation()
  const { name, list } = useFormat()
  const has = useHasRole()
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState(false)
  const act = useParticipantAct(body.id)
  const suspended = body.state === 'suspended'
  const maySuspend = has('system_administrator', 'security_officer')
  const facts = [
    { key: 'zh', name: t('people.nameZh'), value: body.nameZh },
    { key: 'en', name: t('people.nameEn'), value: body.nameEn },
    {
      key: 'uscc',
      name: t('people.uscc'),
      value: body.uscc ? <code>{body.uscc}</code> : t('people.officersOnly'),
    },
    { key: 'region', name: t('people.region'), value: <code>{body.regionCode}</code> },
    {
      key: 'roles',
      name: t('people.bodyRoles'),
      value: list(body.roles.map((role) => t(`bodyRole.${role}`))),
    },
    { key: 'created', name: t('common.created'), value: <When at={body.createdAt} /> },
  ]
  return (
    <Record
      title={name(body.nameZh, body.nameEn)}
      state={<State kind="participant" value={body.state} />}
      facts={facts}
      subject={body.id}
      actions={
        <>
          {maySuspend &&
            (suspended ? (
              <Action
                whyNot={!has('security_officer') && t('people.whyNot.security')}
                loading={act.isPending}
                onClick={() => act.mutate({ act: 'restore', reason: '' })}
              >
                {t('people.restore')}
              </Action>
            ) : (
              <Action danger onClick={() => setAsking(true)}>
                {t('people.suspend')}
              </Action>
            ))}
          {has('system_administrator') && (
            <Button onClick={() => setEditing(true)}>{t('people.editBody')}</Button>
          )}
        </>
      }
    >
      {has('system_administrator', 'security_officer', 'auditor', 'data_officer') && (
        <BodyUsers participantId={body.id} />
      )}
      <ParticipantDialog body={body} open={editing} onClose={() => setEditing(false)} />
      <ReasonDialog
        open={asking}
        title={t('people.suspend')}
        explain={t('people.suspendBodyExplain')}
        reasons={['left', 'misuse', 'review'].map((key) => t(`people.reason.${key}`))}
        confirm={t('people.suspend')}
        danger
        pending={act.isPending}
        error={act.error}
        onClose={() => setAsking(false)}
        onConfirm={(reason) => act.mutate({ act: 'suspend', reason }, { onSuccess: () => setAsking(false) })}
      />
    </Record>
  )
}
