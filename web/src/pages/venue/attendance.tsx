import { Select } from 'antd'
import { useState } from 'react'
import { useUsers } from '../../api/people.ts'
import { useAttendance, useCheck, useTerminals } from '../../api/venue.ts'
import { exact } from '../../lib/format.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** In and out at the door, by two large buttons; below it, who is inside. */
export function Attendance() {
  const { t } = useFormat()
  const attendance = useAttendance()
  const terminals = useTerminals()
  const check = useCheck()
  const [text, setText] = useState('')
  const [userId, setUser] = useState<string | null>(null)
  const [terminalId, setTerminal] = useState<string | null>(null)
  const users = useUsers({ text: useDebounced(text, 250), limit: 30 })
  const inside = (attendance.data?.items ?? []).filter((one) => one.outAt === null)
  const here = inside.find((one) => one.userId === userId)
  const nameOf = (id: string) => users.data?.items.find((one) => one.id === id)?.displayName ?? ''
  const go = (act: 'in' | 'out', id: string) =>
    check.mutate({ act, userId: id, terminalId }, { onSuccess: () => setUser(null) })
  const active = (terminals.data?.items ?? []).filter(({ state }) => state === 'active')
  return (
    <div className="stack">
      <Card title={t('venue.door')}>
        <div className="stack">
          <div className="door-fields">
            <Select
              size="large"
              showSearch={{ filterOption: false, onSearch: setText }}
              aria-label={t('venue.who')}
              placeholder={t('venue.who')}
              value={userId}
              onChange={setUser}
              notFoundContent={t('venue.noPerson')}
              options={(users.data?.items ?? []).map((user) => ({
                value: user.id,
                label: t('venue.person', { name: user.displayName, login: user.login }),
              }))}
            />
            <Select
              size="large"
              aria-label={t('venue.terminal')}
              placeholder={t('venue.atTerminal')}
              value={terminalId}
              onChange={(id: string | undefined) => setTerminal(id ?? null)}
              allowClear
              options={active.map(({ id, name, zone }) => ({
                value: id,
                label: t('venue.terminalOf', { name, zone }),
              }))}
            />
          </div>
          <div className="door">
            <button
              type="button"
              className="door-in"
              disabled={userId === null || here !== undefined || check.isPending}
              onClick={() => userId && go('in', userId)}
            >
              <span aria-hidden="true">↦ </span>
              {t('venue.checkIn')}
            </button>
            <button
              type="button"
              className="door-out"
              disabled={userId === null || here === undefined || check.isPending}
              onClick={() => userId && go('out', userId)}
            >
              <span aria-hidden="true">↤ </span>
              {t('venue.checkOut')}
            </button>
          </div>
          <p className="muted" role="status">
            {userId === null
              ? t('venue.chooseWho')
              : t(here ? 'venue.isInside' : 'venue.isOutside', { name: nameOf(userId) })}
          </p>
          {users.error ? <Problem error={users.error} /> : null}
          {check.error ? <Problem error={check.error} /> : null}
        </div>
      </Card>
      <Card title={t('venue.inside', { count: inside.length })}>
        <Loaded of={attendance} lines={6}>
          {({ items }) => (
            <Table
              caption={t('venue.attendance')}
              rows={items}
              rowKey={(one) => one.id}
              empty={<Empty title={t('venue.nobody')} hint={t('venue.nobodyHint')} />}
              columns={[
                { key: 'who', title: t('venue.person1'), cell: (one) => <b>{one.userName}</b> },
                {
                  key: 'state',
                  title: t('venue.state'),
                  cell: (one) =>
                    one.outAt === null ? (
                      <Chip meaning="ok">{t('venue.in')}</Chip>
                    ) : (
                      <Chip>{t('venue.out')}</Chip>
                    ),
                },
                {
                  key: 'terminal',
                  title: t('venue.terminal'),
                  cell: (one) =>
                    terminals.data?.items.find(({ id }) => id === one.terminalId)?.name ?? (
                      <span className="faint">{t('venue.noTerminal')}</span>
                    ),
                },
                { key: 'in', title: t('venue.inAt'), cell: (one) => <When at={one.inAt} /> },
                { key: 'out', title: t('venue.outAt'), cell: (one) => <When at={one.outAt} /> },
                {
                  key: 'acts',
                  title: t('common.actions'),
                  cell: (one) =>
                    one.outAt === null && (
                      <button
                        type="button"
                        className="tool framed tall"
                        disabled={check.isPending}
                        onClick={() => go('out', one.userId)}
                      >
                        {t('venue.checkOut')}
                      </button>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
        {attendance.data && attendance.data.total > attendance.data.items.length && (
          <p className="faint">{t('venue.more', { total: exact(attendance.data.total) })}</p>
        )}
      </Card>
    </div>
  )
}
