import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { useBodyName } from '../../api/bodies.ts'
import { useNewZone } from '../../api/catalog.ts'
import { useHasRole } from '../../api/session.ts'
import { useZones } from '../../api/supply.ts'
import type { NewZone, Zone } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Zones of the space: each with its own people and rules. */
export function Component() {
  const { t, name } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const zones = useZones()
  const [opening, setOpening] = useState(false)
  const mayOpen = has('data_officer', 'steward')
  return (
    <Page
      title={t('shell.zones')}
      sub={t('zone.about')}
      actions={
        mayOpen && (
          <Button type="primary" onClick={() => setOpening(true)}>
            {t('zone.open')}
          </Button>
        )
      }
    >
      <Card>
        <Loaded of={zones}>
          {({ items }) => (
            <Table<Zone>
              caption={t('shell.zones')}
              rows={items}
              rowKey={(row) => row.id}
              empty={<Empty title={t('zone.none')} hint={t(mayOpen ? 'zone.noneOpen' : 'zone.noneWait')} />}
              columns={[
                {
                  key: 'title',
                  title: t('zone.title'),
                  cell: (row) => (
                    <>
                      <Link to={`/zones/${row.id}`}>
                        <b>{name(row.titleZh, row.titleEn)}</b>
                      </Link>
                      <div className="mono faint">{row.code}</div>
                    </>
                  ),
                },
                {
                  key: 'body',
                  title: t('zone.openedBy'),
                  cell: (row) => (row.participantId ? bodyName(row.participantId) : t('zone.space')),
                },
                {
                  key: 'readers',
                  title: t('zone.readers'),
                  cell: (row) => (
                    <Chip meaning={row.rules.readers === 'members' ? 'warn' : 'ok'}>
                      {t(`zone.readersAre.${row.rules.readers}`)}
                    </Chip>
                  ),
                },
                {
                  key: 'floor',
                  title: t('zone.minGroup'),
                  numeric: true,
                  cell: (row) => <Num value={row.rules.minGroup.floor} />,
                },
                {
                  key: 'datasets',
                  title: t('zone.datasets'),
                  numeric: true,
                  cell: (row) => (
                    <Link to={`/datasets?zone=${row.id}`}>
                      <Num value={row.datasets} />
                    </Link>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      <OpenZone open={opening} onClose={() => setOpening(false)} />
    </Page>
  )
}

function OpenZone({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useNewZone()
  const [form] = Form.useForm<NewZone>()
  const required = [{ required: true, message: t('dataset.needed') }]
  return (
    <Modal
      open={open}
      title={t('zone.open')}
      okText={t('zone.open')}
      cancelText={t('common.cancel')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(value) => create.mutate(value, { onSuccess: ({ id }) => void navigate(`/zones/${id}`) })}
      >
        <Form.Item name="titleZh" label={t('dataset.titleZh')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('dataset.titleEn')} rules={required}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('dataset.code')}
          rules={[...required, { pattern: /^[a-z][a-z0-9_]{0,62}$/, message: t('zone.codeHint') }]}
          extra={t('zone.codeHint')}
        >
          <Input className="mono" spellCheck={false} />
        </Form.Item>
        <Form.Item name="description" label={t('dataset.summary')}>
          <Input.TextArea rows={3} maxLength={4000} />
        </Form.Item>
        {create.error ? <Problem error={create.error} /> : null}
      </Form>
    </Modal>
  )
}
