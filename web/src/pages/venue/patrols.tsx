import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useNewPatrol, usePatrols } from '../../api/venue.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'

/** Rounds through the venue: where, what was seen. */
export function Patrols() {
  const { t } = useFormat()
  const patrols = usePatrols()
  const write = useNewPatrol()
  const [zone, setZone] = useState('')
  const [text, setText] = useState('')
  return (
    <div className="grid g11">
      <Card title={t('venue.newPatrol')}>
        <div className="stack tight">
          <Form.Item label={t('venue.zone')} htmlFor="patrol-zone" layout="vertical">
            <Input
              id="patrol-zone"
              size="large"
              value={zone}
              maxLength={60}
              onChange={({ target }) => setZone(target.value)}
            />
          </Form.Item>
          <Form.Item label={t('venue.seen')} htmlFor="patrol-text" layout="vertical">
            <Input.TextArea
              id="patrol-text"
              rows={4}
              value={text}
              maxLength={2000}
              placeholder={t('venue.seenHint')}
              onChange={({ target }) => setText(target.value)}
            />
          </Form.Item>
          <span className="row">
            <Button onClick={() => setText(t('venue.allWell'))}>{t('venue.allWell')}</Button>
            <Button
              type="primary"
              size="large"
              loading={write.isPending}
              disabled={zone.trim() === '' || text.trim() === ''}
              onClick={() =>
                write.mutate({ zone: zone.trim(), text: text.trim() }, { onSuccess: () => setText('') })
              }
            >
              {t('venue.writePatrol')}
            </Button>
          </span>
          {write.error ? <Problem error={write.error} /> : null}
        </div>
      </Card>
      <Card title={t('venue.patrols')}>
        <Loaded of={patrols} lines={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={t('venue.noPatrols')} hint={t('venue.noPatrolsHint')} />
            ) : (
              <ol className="timeline">
                {items.map((one) => (
                  <li key={one.id}>
                    <b>{one.zone}</b> {one.text}
                    <small>
                      <When at={one.at} /> · {one.officerName}
                    </small>
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
      </Card>
    </div>
  )
}
