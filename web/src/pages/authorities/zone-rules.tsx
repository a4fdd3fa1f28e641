import { Button, Form, Modal, Radio, Select, Switch } from 'antd'
import { useState } from 'react'
import { type RuleView, useAuthorityRules, useSetAuthorityRule } from '../../api/authority.ts'
import { useBodies, useBodyName } from '../../api/bodies.ts'
import { useZone } from '../../api/catalog.ts'
import { useHasRole } from '../../api/session.ts'
import { useZones } from '../../api/supply.ts'
import type { Zone } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Table } from '../../parts/table.tsx'

/** Which zones need an authority; their keepers set it. */
export function ZoneRules() {
  const { t, name, list } = useFormat()
  const has = useHasRole()
  const bodyName = useBodyName()
  const zones = useZones()
  const rules = useAuthorityRules()
  const [editing, setEditing] = useState<Zone | null>(null)
  const ruleOf = (zone: Zone) => rules.data?.items.find((rule) => rule.aboutId === zone.id)
  return (
    <Card title={t('authority.whenNeeded')}>
      <Loaded of={zones}>
        {({ items }) => (
          <Table<Zone>
            caption={t('authority.whenNeeded')}
            rows={items}
            rowKey={(zone) => zone.id}
            empty={<Empty title={t('authority.noZones')} hint={t('authority.noZonesHint')} />}
            columns={[
              { key: 'zone', title: t('authority.zone'), cell: (zone) => name(zone.titleZh, zone.titleEn) },
              { key: 'rule', title: t('authority.rule'), cell: (zone) => <Need rule={ruleOf(zone)} /> },
              {
                key: 'who',
                title: t('authority.implementing'),
                cell: (zone) =>
                  list((ruleOf(zone)?.implementing ?? []).map(bodyName)) || t('authority.owners'),
              },
              {
                key: 'act',
                title: t('common.actions'),
                cell: (zone) =>
                  has('data_officer') && (
                    <Button size="small" onClick={() => setEditing(zone)}>
                      {t('authority.setRule')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {editing && <RuleDialog zone={editing} rule={ruleOf(editing)} onClose={() => setEditing(null)} />}
    </Card>
  )
}

function Need({ rule }: { readonly rule: RuleView | undefined }) {
  const { t } = useFormat()
  if (rule?.authority === 'required') return <Chip meaning="warn">{t('authority.need.required')}</Chip>
  if (rule?.publicData) return <Chip meaning="warn">{t('authority.need.publicData')}</Chip>
  return <Chip>{t('authority.need.optional')}</Chip>
}

interface Fields {
  readonly authority: 'required' | 'optional'
  readonly publicData: boolean
  readonly implementing: string[]
}

interface RuleDialogProps {
  readonly zone: Zone
  readonly rule: RuleView | undefined
  readonly onClose: () => void
}

function RuleDialog({ zone, rule, onClose }: RuleDialogProps) {
  const { t, name } = useFormat()
  const options = useOptions()
  const { data: bodies } = useBodies()
  const { data: view } = useZone(zone.id)
  const save = useSetAuthorityRule()
  const [form] = Form.useForm<Fields>()
  const keeper = view?.mayKeep !== false
  return (
    <Modal
      open
      title={t('authority.ruleOf', { zone: name(zone.titleZh, zone.titleEn) })}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !keeper }}
      confirmLoading={save.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        disabled={!keeper}
        initialValues={{
          authority: rule?.authority ?? 'optional',
          publicData: rule?.publicData ?? false,
          implementing: rule?.implementing ?? [],
        }}
        onFinish={(fields) =>
          save.mutate({ about: 'zone', aboutId: zone.id, rule: fields }, { onSuccess: onClose })
        }
      >
        {!keeper && <p className="faint">{t('authority.keepersOnly')}</p>}
        <Form.Item name="authority" label={t('authority.rule')} extra={t('authority.ruleHint')}>
          <Radio.Group options={options('authority.need', ['optional', 'required'])} />
        </Form.Item>
        <Form.Item
          name="publicData"
          valuePropName="checked"
          label={t('authority.publicData')}
          extra={t('authority.publicDataHint')}
        >
          <Switch />
        </Form.Item>
        <Form.Item
          name="implementing"
          label={t('authority.implementing')}
          extra={t('authority.implementingHint')}
        >
          <Select
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            options={(bodies?.items ?? []).map((body) => ({
              value: body.id,
              label: name(body.nameZh, body.nameEn),
            }))}
          />
        </Form.Item>
        {save.error ? <Problem error={save.error} /> : null}
      </Form>
    </Modal>
  )
}
