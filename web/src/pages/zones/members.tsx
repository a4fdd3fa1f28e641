import { Button, Form, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useBodies } from '../../api/bodies.ts'
import { useAddMember, useRemoveMember } from '../../api/catalog.ts'
import type { ZoneMember, ZoneRole, ZoneView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { type Column, Table } from '../../parts/table.tsx'

const ROLES = ['keeper', 'contributor', 'reader'] as const satisfies readonly ZoneRole[]

/** The people of a zone; its keepers add and remove them. */
export function Members({ zone }: { readonly zone: ZoneView }) {
  const { t, name } = useFormat()
  const removal = useRemoveMember(zone.id)
  const columns: Column<ZoneMember>[] = [
    {
      key: 'name',
      title: t('zone.member'),
      cell: (row) => (
        <>
          {name(row.nameZh, row.nameEn) || <code>{row.memberId.slice(0, 8)}</code>}
          {row.kind === 'user' && <div className="faint">{t('zone.oneUser')}</div>}
        </>
      ),
    },
    { key: 'role', title: t('zone.roleTitle'), cell: (row) => t(`zone.role.${row.role}`) },
    { key: 'since', title: t('zone.since'), cell: (row) => <When at={row.createdAt} /> },
  ]
  const act: Column<ZoneMember> = {
    key: 'act',
    title: t('common.actions'),
    cell: (row) => (
      <Button size="small" loading={removal.isPending} onClick={() => removal.mutate(row.id)}>
        {t('zone.remove')}
      </Button>
    ),
  }
  return (
    <Card title={t('zone.members')}>
      <div className="stack">
        {zone.members === null ? (
          <Empty title={t('zone.membersHidden')} hint={t('zone.membersHiddenHint')} />
        ) : (
          <Table
            caption={t('zone.members')}
            rows={zone.members}
            rowKey={(row) => row.id}
            columns={zone.mayKeep ? [...columns, act] : columns}
            empty={<Empty title={t('zone.noMembers')} hint={t('zone.noMembersHint')} />}
          />
        )}
        {removal.error ? <Problem error={removal.error} /> : null}
        {zone.mayKeep && <AddMember zone={zone} />}
      </div>
    </Card>
  )
}

interface Fields {
  readonly participantId?: string
  readonly login?: string
  readonly role: ZoneRole
}

function AddMember({ zone }: { readonly zone: ZoneView }) {
  const { t, name } = useFormat()
  const options = useOptions()
  const { data: bodies } = useBodies()
  const add = useAddMember(zone.id)
  const [kind, setKind] = useState<'body' | 'user'>('body')
  const [form] = Form.useForm<Fields>()
  const required = [{ required: true, message: t('dataset.needed') }]
  const send = ({ participantId = '', login = '', role }: Fields) =>
    add.mutate(kind === 'body' ? { kind, participantId, role } : { kind, login, role }, {
      onSuccess: () => form.resetFields(),
    })
  return (
    <Form form={form} layout="vertical" initialValues={{ role: 'reader' }} onFinish={send}>
      <Form.Item label={t('zone.addWhom')}>
        <Segmented
          value={kind}
          onChange={setKind}
          options={[
            { value: 'body', label: t('zone.aBody') },
            { value: 'user', label: t('zone.aUser') },
          ]}
        />
      </Form.Item>
      {kind === 'body' ? (
        <Form.Item name="participantId" label={t('zone.aBody')} rules={required}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={(bodies?.items ?? []).map((body) => ({
              value: body.id,
              label: name(body.nameZh, body.nameEn),
            }))}
          />
        </Form.Item>
      ) : (
        <Form.Item name="login" label={t('zone.login')} rules={required}>
          <Input maxLength={120} spellCheck={false} autoComplete="off" />
        </Form.Item>
      )}
      <Form.Item name="role" label={t('zone.roleTitle')} rules={required}>
        <Select options={options('zone.role', ROLES)} />
      </Form.Item>
      {add.error ? <Problem error={add.error} /> : null}
      <Button htmlType="submit" loading={add.isPending}>
        {t('zone.add')}
      </Button>
    </Form>
  )
}
