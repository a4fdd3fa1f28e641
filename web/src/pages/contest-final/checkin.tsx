import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { type GuestView, useCheckIn, useCheckOut, useGuests } from '../../api/contest-final.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** The entrance: a scanner types the pass into the one field, or a person types the team's number. */
export function Checkin({ id }: { readonly id: string }) {
  const { t } = useFormat()
  const [text, setText] = useState('')
  const [zone, setZone] = useState<string>()
  const guests = useGuests(id, useDebounced(text, 200))
  const enter = useCheckIn(id)
  const leave = useCheckOut(id)
  const zones = guests.data?.zones ?? []
  const at = zone ?? zones[0] ?? ''
  const go = (guest: GuestView) => {
    const who = { teamId: guest.teamId, entrantId: guest.entrantId }
    const done = { onSuccess: () => setText('') }
    if (guest.here) leave.mutate(who, done)
    else enter.mutate({ ...who, zone: at || t('contestFinal.venue') }, done)
  }
  const error = enter.error ?? leave.error
  return (
    <div className="stack">
      <Card title={t('contestFinal.entrance')}>
        <div className="stack guest-find">
          <div className="row wrap">
            <Input
              aria-label={t('contestFinal.find')}
              placeholder={t('contestFinal.find')}
              value={text}
              allowClear
              autoFocus
              style={{ flex: '1 1 260px' }}
              onChange={(event) => setText(event.target.value)}
              onPressEnter={() => {
                const [only] = guests.data?.items ?? []
                if (only && guests.data?.total === 1 && !only.here) go(only)
              }}
            />
            {zones.length > 0 && (
              <Select
                aria-label={t('contestFinal.zone')}
                size="large"
                value={at}
                onChange={setZone}
                style={{ minWidth: 140 }}
                options={zones.map((value) => ({ value, label: value }))}
              />
            )}
          </div>
          <p className="muted">{t('contestFinal.findHint')}</p>
          {error ? <Problem error={error} /> : null}
        </div>
      </Card>
      <Card title={t('contestFinal.inside', { count: guests.data?.here ?? 0 })}>
        <Loaded of={guests} lines={6}>
          {({ items }) => (
            <Table
              caption={t('contestFinal.checkin')}
              rows={items}
              rowKey={(one) => `${one.teamId} ${one.entrantId}`}
              empty={<Empty title={t('contestFinal.noGuest')} hint={t('contestFinal.noGuestHint')} />}
              columns={[
                {
                  key: 'who',
                  title: t('contestFinal.person'),
                  cell: (one) => (
                    <>
                      <b>{one.name}</b>
                      {one.captain && <span className="faint"> {t('contestFinal.captain')}</span>}
                    </>
                  ),
                },
                {
                  key: 'team',
                  title: t('contestFinal.team'),
                  cell: (one) => (
                    <>
                      {one.team}
                      <div className="faint">{one.number}</div>
                    </>
                  ),
                },
                {
                  key: 'state',
                  title: t('contestFinal.standing'),
                  cell: (one) =>
                    one.here ? (
                      <Chip meaning="ok">{t('contestFinal.isHere', { zone: one.zone ?? '' })}</Chip>
                    ) : (
                      <Chip>{t('contestFinal.isAway')}</Chip>
                    ),
                },
                { key: 'at', title: t('contestFinal.since'), cell: (one) => <When at={one.inAt} /> },
                {
                  key: 'act',
                  title: t('common.actions'),
                  cell: (one) => (
                    <Button
                      type={one.here ? 'default' : 'primary'}
                      loading={enter.isPending || leave.isPending}
                      onClick={() => go(one)}
                    >
                      {t(one.here ? 'contestFinal.checkOut' : 'contestFinal.checkIn')}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </div>
  )
}
