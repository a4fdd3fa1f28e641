import { Button, Form, Input, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHook, useSetHook, useTestHook } from '../../api/notices.ts'
import type { HookView } from '../../api/types.ts'
import { Chip } from '../../parts/chip.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, When } from '../../parts/say.tsx'

/** Where the own systems are told, and with which key the message is signed. */
export function Hook() {
  const { t } = useTranslation()
  return (
    <Card title={t('notice.hook')}>
      <Loaded of={useHook()}>{(hook) => <HookForm hook={hook} />}</Loaded>
    </Card>
  )
}

function HookForm({ hook }: { readonly hook: HookView }) {
  const { t } = useTranslation()
  const [url, setUrl] = useState(hook.url ?? '')
  const [active, setActive] = useState(hook.url === null ? true : hook.active)
  const save = useSetHook()
  const test = useTestHook()
  const shown = save.data ?? hook
  const last = test.data?.last ?? shown.last
  return (
    <Form layout="vertical" component="div">
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('notice.hookHint')}
      </p>
      <Form.Item label={t('notice.url')} htmlFor="hook-url" extra={t('notice.urlHint')}>
        <Input
          id="hook-url"
          type="url"
          maxLength={500}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t('notice.active')} htmlFor="hook-active">
        <Switch id="hook-active" checked={active} onChange={setActive} />
      </Form.Item>
      <div className="row">
        <Button
          type="primary"
          disabled={!/^https?:\/\/./.test(url)}
          loading={save.isPending}
          onClick={() => save.mutate({ url: url.trim(), active })}
        >
          {t('common.save')}
        </Button>
        <Button disabled={shown.url === null} loading={test.isPending} onClick={() => test.mutate()}>
          {t('notice.test')}
        </Button>
      </div>
      {save.error ? <Problem error={save.error} /> : null}
      {test.error ? <Problem error={test.error} /> : null}
      {shown.publicKey && (
        <div style={{ marginTop: 12 }}>
          <Facts
            one
            rows={[
              {
                key: 'key',
                name: t('notice.publicKey'),
                value: <Hash value={shown.publicKey} length={24} />,
              },
              {
                key: 'last',
                name: t('notice.last'),
                value: last ? (
                  <span className="row">
                    <Chip meaning={last.result === 'delivered' ? 'ok' : 'no'}>
                      {last.result === 'delivered' ? t('notice.delivered') : last.result}
                    </Chip>
                    <When at={last.at} />
                  </span>
                ) : (
                  t('notice.neverSent')
                ),
              },
            ]}
          />
        </div>
      )}
    </Form>
  )
}
