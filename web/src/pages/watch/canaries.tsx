import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { type CanaryView, useCanaries, useNewCanary, useRetireCanary } from '../../api/watch.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Planted persons: what each is known by is sealed when it is registered, and never shown again. */
export function Canaries() {
  const { t } = useFormat()
  const [retiring, setRetiring] = useState<CanaryView | null>(null)
  const retire = useRetireCanary()
  return (
    <Card title={t('watch.canaries')}>
      <div className="stack">
        <p className="muted">{t('watch.canariesAbout')}</p>
        <NewCanary />
        <Loaded of={useCanaries(true)}>
          {({ items }) => (
            <Table
              dense
              caption={t('watch.canaries')}
              rows={items}
              rowKey={(row) => row.id}
              empty={<Empty title={t('watch.noCanaries')} hint={t('watch.noCanariesHint')} />}
              columns={[
                { key: 'label', title: t('watch.canaryLabel'), cell: (row) => <b>{row.label}</b> },
                { key: 'keys', title: t('watch.canaryKeys'), numeric: true, cell: (row) => row.keys },
                { key: 'made', title: t('common.created'), cell: (row) => <When at={row.createdAt} /> },
                {
                  key: 'act',
                  title: t('common.actions'),
                  cell: (row) =>
                    row.retiredAt === null ? (
                      <Button size="small" onClick={() => setRetiring(row)}>
                        {t('watch.retire')}
                      </Button>
                    ) : (
                      <Chip>{t('watch.retired')}</Chip>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </div>
      {retiring && (
        <ConfirmDialog
          title={t('watch.retire')}
          explain={t('watch.retireExplain', { label: retiring.label })}
          confirm={t('watch.retire')}
          danger
          pending={retire.isPending}
          error={retire.error}
          onClose={() => setRetiring(null)}
          onConfirm={() => retire.mutate(retiring.id, { onSuccess: () => setRetiring(null) })}
        />
      )}
    </Card>
  )
}

function NewCanary() {
  const { t } = useFormat()
  const [label, setLabel] = useState('')
  const [text, setText] = useState('')
  const make = useNewCanary()
  const keys = text
    .split(/[\n,，;；]/)
    .map((key) => key.trim())
    .filter((key) => key.length > 1)
  const clear = () => {
    setLabel('')
    setText('')
  }
  return (
    <Form layout="vertical" component="div">
      <div className="grid g11">
        <Form.Item label={t('watch.canaryLabel')} htmlFor="canary-label">
          <Input
            id="canary-label"
            maxLength={80}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('watch.canaryKeys')} htmlFor="canary-keys" extra={t('watch.canaryKeysHint')}>
          <Input.TextArea
            id="canary-keys"
            rows={2}
            value={text}
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
        </Form.Item>
      </div>
      <Action
        loading={make.isPending}
        whyNot={(label.trim() === '' || keys.length === 0) && t('watch.whyNot.canary')}
        onClick={() => make.mutate({ label: label.trim(), keys }, { onSuccess: clear })}
      >
        {t('watch.plant')}
      </Action>
      {make.error ? <Problem error={make.error} /> : null}
    </Form>
  )
}
