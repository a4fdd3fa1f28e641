import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelegate, useDelegations, useEndDelegation } from '../../api/approvals.ts'
import { useColleagueName, useColleagues } from '../../api/colleagues.ts'
import { useMe } from '../../api/session.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'

/** Who decides in my place, until when; and for whom I decide. */
export function Delegations() {
  const { t } = useTranslation()
  const me = useMe()
  const colleague = useColleagueName()
  const live = useDelegations()
  const end = useEndDelegation()
  const someone = t('approval.colleague')
  return (
    <>
      <Card title={t('approval.delegate')}>
        <NewDelegation />
      </Card>
      <Card title={t('approval.live')}>
        <Loaded of={live}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('approval.noDelegation')} hint={t('approval.noDelegationHint')} />
            ) : (
              <ul className="items">
                {items.map((one) => (
                  <li key={one.id}>
                    <span>
                      {one.fromUserId === me.user.id
                        ? t('approval.to', { who: colleague(one.toUserId, someone) })
                        : t('approval.from', { who: colleague(one.fromUserId, someone) })}
                      <span className="faint">
                        {' '}
                        {t('approval.untilWhen')} <When at={one.until} />
                      </span>
                    </span>
                    {one.fromUserId === me.user.id && (
                      <Button
                        size="small"
                        loading={end.isPending && end.variables === one.id}
                        onClick={() => end.mutate(one.id)}
                      >
                        {t('approval.takeBack')}
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        {end.error ? <Problem error={end.error} /> : null}
      </Card>
    </>
  )
}

function NewDelegation() {
  const { t } = useTranslation()
  const me = useMe()
  const colleagues = useColleagues()
  const make = useDelegate()
  const [to, setTo] = useState<string>()
  const [until, setUntil] = useState('')
  const others = (colleagues.data?.items ?? []).filter((one) => one.id !== me.user.id)
  // The end of that day, where the reader is.
  const end = until ? new Date(`${until}T23:59:59.999`).getTime() : 0
  return (
    <Form layout="vertical" component="div" style={{ maxWidth: 640 }}>
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('approval.delegateHint')}
      </p>
      <div className="grid g11">
        <Form.Item label={t('approval.delegateTo')} htmlFor="delegate-to">
          <Select
            id="delegate-to"
            value={to}
            onChange={setTo}
            showSearch={{ optionFilterProp: 'label' }}
            options={others.map((one) => ({ value: one.id, label: one.displayName }))}
          />
        </Form.Item>
        <Form.Item label={t('approval.until')} htmlFor="delegate-until">
          <Input
            id="delegate-until"
            type="date"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </Form.Item>
      </div>
      <Action
        primary
        loading={make.isPending}
        whyNot={
          others.length === 0
            ? t('approval.whyNot.alone')
            : !to || !(end > Date.now())
              ? t('approval.whyNot.delegation')
              : null
        }
        onClick={() =>
          make.mutate(
            { toUserId: to!, until: end },
            {
              onSuccess: () => {
                setTo(undefined)
                setUntil('')
              },
            },
          )
        }
      >
        {t('approval.delegate')}
      </Action>
      {make.error ? <Problem error={make.error} /> : null}
    </Form>
  )
}
