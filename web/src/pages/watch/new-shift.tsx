import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useColleagues } from '../../api/colleagues.ts'
import { useHasRole } from '../../api/session.ts'
import { useNewShift } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'

/** One more shift. */
export function NewShiftForm() {
  const { t } = useFormat()
  const has = useHasRole()
  const colleagues = useColleagues()
  const make = useNewShift()
  const [officerId, setOfficer] = useState<string>()
  const [from, setFrom] = useState('')
  const [until, setUntil] = useState('')
  if (!has('duty_officer', 'security_officer')) return null
  const officers = (colleagues.data?.items ?? []).filter(({ roles }) => roles.includes('duty_officer'))
  const span = { from: new Date(from).getTime(), until: new Date(until).getTime() }
  const whyNot = !officerId
    ? t('watch.whyNot.officerChoice')
    : !(span.until > span.from)
      ? t('watch.whyNot.span')
      : null
  const moment = (id: string, label: string, value: string, change: (next: string) => void) => (
    <Form.Item label={label} htmlFor={id}>
      <Input id={id} type="datetime-local" value={value} onChange={(event) => change(event.target.value)} />
    </Form.Item>
  )
  return (
    <Card title={t('watch.newShift')}>
      <Form layout="vertical" component="div">
        <div className="grid g3">
          <Form.Item label={t('watch.officer')} htmlFor="shift-officer">
            <Select
              id="shift-officer"
              value={officerId}
              placeholder={t('watch.chooseOfficer')}
              onChange={setOfficer}
              options={officers.map((one) => ({ value: one.id, label: one.displayName }))}
            />
          </Form.Item>
          {moment('shift-from', t('watch.from'), from, setFrom)}
          {moment('shift-until', t('watch.until'), until, setUntil)}
        </div>
        <Action
          primary
          whyNot={whyNot}
          loading={make.isPending}
          onClick={() => make.mutate({ officerId: officerId!, ...span })}
        >
          {t('watch.addShift')}
        </Action>
      </Form>
      {make.error ? <Problem error={make.error} /> : null}
    </Card>
  )
}
