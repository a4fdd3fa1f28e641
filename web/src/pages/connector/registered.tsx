import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { type ConnectorView, useConnectors, useConnectorState, useRegister } from '../../api/connector.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Fingerprint } from './fingerprint.tsx'
import { Mark } from './marks.tsx'

/** Connectors that are registered at this platform: a body's officer registers, the security officer admits. */
export function Registered() {
  const { t, name } = useFormat()
  const has = useHasRole()
  const connectors = useConnectors()
  const [registering, setRegistering] = useState(false)
  return (
    <Card
      title={t('connector.registeredHere')}
      extra={
        has('data_officer') && <Button onClick={() => setRegistering(true)}>{t('connector.register')}</Button>
      }
    >
      <Loaded of={connectors}>
        {({ items }) => (
          <Table
            caption={t('connector.registeredHere')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('connector.noneRegistered')} hint={t('connector.noneRegisteredHint')} />}
            columns={[
              {
                key: 'id',
                title: t('connector.connector'),
                cell: (row) => (
                  <>
                    <code>{row.id}</code>
                    <div className="faint">
                      {name(row.participantNameZh, row.participantNameEn)} · {row.url}
                    </div>
                  </>
                ),
              },
              {
                key: 'key',
                title: t('connector.fingerprint'),
                cell: (row) =>
                  row.keys
                    .filter((key) => key.revokedAt === null)
                    .map((key) => <Fingerprint key={key.keyId} value={key.fingerprint} />),
              },
              { key: 'state', title: t('connector.state'), cell: (row) => <Mark value={row.state} /> },
              { key: 'seen', title: t('connector.lastHeard'), cell: (row) => <When at={row.seenAt} /> },
              { key: 'act', title: t('connector.next'), cell: (row) => <Admission row={row} /> },
            ]}
          />
        )}
      </Loaded>
      {registering && <RegisterDialog onClose={() => setRegistering(false)} />}
    </Card>
  )
}

const NEXT: Readonly<Record<ConnectorView['state'], readonly string[]>> = {
  registered: ['admit', 'revoke'],
  active: ['suspend', 'revoke'],
  suspended: ['resume', 'revoke'],
  revoked: [],
}

function Admission({ row }: { readonly row: ConnectorView }) {
  const { t } = useFormat()
  const has = useHasRole()
  const change = useConnectorState()
  if (!has('security_officer'))
    return row.state === 'registered' ? <span className="faint">{t('connector.waitsForOfficer')}</span> : null
  return (
    <span className="actions">
      {NEXT[row.state].map((one) => (
        <Button
          key={one}
          size="small"
          danger={one === 'revoke'}
          loading={change.isPending && change.variables.change === one}
          onClick={() => change.mutate({ id: row.id, change: one })}
        >
          {t(`connector.change.${one}`)}
        </Button>
      ))}
      {change.error ? <Problem error={change.error} /> : null}
    </span>
  )
}

const FIELDS = ['id', 'url', 'publicKey', 'logVkey'] as const

function RegisterDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useFormat()
  const [values, setValues] = useState({ id: '', url: '', publicKey: '', logVkey: '' })
  const register = useRegister()
  return (
    <Modal
      open
      title={t('connector.register')}
      okText={t('connector.register')}
      cancelText={t('common.cancel')}
      okButtonProps={{
        disabled: FIELDS.some((field) => values[field].trim() === ''),
        loading: register.isPending,
      }}
      onCancel={onClose}
      onOk={() => register.mutate(values, { onSuccess: onClose })}
    >
      <div className="stack tight">
        <p>{t('connector.registerExplain')}</p>
        {FIELDS.map((field) => (
          <Input
            key={field}
            aria-label={t(`connector.field.${field}`)}
            placeholder={t(`connector.field.${field}`)}
            value={values[field]}
            onChange={(event) => setValues({ ...values, [field]: event.target.value.trim() })}
          />
        ))}
        {register.error ? <Problem error={register.error} /> : null}
      </div>
    </Modal>
  )
}
