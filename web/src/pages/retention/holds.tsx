import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Hold, useLiftHold } from '../../api/retention.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Officer } from '../keys/officer.tsx'
import { PlaceHold } from './place-hold.tsx'

/** What must not be destroyed for now: an investigation, a court. Lifted by another officer than the one who placed it. */
export function Holds({ of }: { readonly of: readonly Hold[] }) {
  const { t } = useTranslation()
  const has = useHasRole()
  const [placing, setPlacing] = useState(false)
  const [lifting, setLifting] = useState<Hold | null>(null)
  const lift = useLiftHold()
  const me = useMe()
  const whyNotLift = (hold: Hold) => {
    if (!has('auditor', 'security_officer')) return t('retention.onlyLift')
    return hold.by === me.user.id && t('retention.notOwn')
  }
  const close = () => {
    lift.reset()
    setLifting(null)
  }
  return (
    <Card
      title={t('retention.holds')}
      extra={
        <Action
          whyNot={!has('security_officer') && t('retention.onlySecurity')}
          onClick={() => setPlacing(true)}
        >
          {t('retention.place')}
        </Action>
      }
    >
      <p className="muted">{t('retention.holdsWhy')}</p>
      <Table
        caption={t('retention.holds')}
        rows={of}
        rowKey={(row) => row.id}
        empty={<Empty title={t('retention.noHolds')} />}
        columns={[
          {
            key: 'about',
            title: t('retention.onWhat'),
            cell: (row) => <code className="break">{aboutOf(row)}</code>,
          },
          { key: 'reason', title: t('common.reason'), cell: (row) => row.reason },
          {
            key: 'by',
            title: t('retention.by'),
            cell: (row) => <Officer id={row.by} />,
          },
          {
            key: 'since',
            title: t('retention.since'),
            cell: (row) => (
              <>
                <When at={row.since} />
                {row.until !== null && (
                  <div className="faint">
                    {t('retention.until')} <When at={row.until} />
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'state',
            title: t('retention.state'),
            cell: (row) => (
              <span className="stack tight">
                <Chip meaning={row.state === 'lifted' ? 'none' : 'warn'}>
                  {t(`retention.holdState.${row.state}`, { defaultValue: row.state })}
                </Chip>
                {row.state === 'active' && !row.holds && (
                  <span className="faint">{t('retention.holdsNothing')}</span>
                )}
              </span>
            ),
          },
          {
            key: 'lift',
            title: t('common.actions'),
            cell: (row) =>
              row.state === 'active' && (
                <Action whyNot={whyNotLift(row)} onClick={() => setLifting(row)}>
                  {t('retention.lift')}
                </Action>
              ),
          },
        ]}
      />
      {placing && <PlaceHold onClose={() => setPlacing(false)} />}
      {lifting && (
        <ReasonDialog
          open
          title={t('retention.lift')}
          explain={t('retention.liftWhy')}
          reasons={['closed', 'mistake'].map((one) => t(`retention.reasons.${one}`))}
          confirm={t('retention.lift')}
          pending={lift.isPending}
          error={lift.error}
          onConfirm={(reason) => lift.mutate({ id: lifting.id, reason }, { onSuccess: close })}
          onClose={close}
        />
      )}
    </Card>
  )
}

const aboutOf = ({ about }: Hold): string => about.subject ?? `${about.kind ?? ''}…`
