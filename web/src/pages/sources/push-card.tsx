import { Button, Input, Popconfirm } from 'antd'
import { type SourceView, useMakeToken, usePushDoor, usePushMessages } from '../../api/sources.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { curlExample } from './push-example.ts'

/** For who sets up the sending system: address, token, an example; then what has come in. */
export function PushCard({ source }: { readonly source: SourceView }) {
  const { t } = useFormat()
  const door = usePushDoor(source.id)
  const make = useMakeToken(source.id)
  const token = make.data?.token
  return (
    <>
      <Card title={t('source.pushTitle')}>
        <Loaded of={door}>
          {(push) => {
            const address = `${location.origin}${push.path}`
            return (
              <div className="stack">
                <Facts
                  rows={[
                    {
                      key: 'address',
                      name: t('source.address'),
                      value: <Hash value={address} length={200} />,
                    },
                    {
                      key: 'token',
                      name: t('source.pushToken'),
                      value: push.tokenAt === null ? t('source.noToken') : <When at={push.tokenAt} />,
                    },
                    { key: 'waiting', name: t('source.waiting'), value: <Num value={push.waiting} /> },
                  ]}
                />
                <div className="row">
                  {push.tokenAt === null ? (
                    <Button type="primary" loading={make.isPending} onClick={() => make.mutate(undefined)}>
                      {t('source.makeToken')}
                    </Button>
                  ) : (
                    <Popconfirm
                      title={t('source.renewToken')}
                      description={t('source.renewAbout')}
                      okText={t('source.makeToken')}
                      cancelText={t('common.cancel')}
                      onConfirm={() => make.mutate(undefined)}
                    >
                      <Button loading={make.isPending}>{t('source.renewToken')}</Button>
                    </Popconfirm>
                  )}
                </div>
                {make.error ? <Problem error={make.error} /> : null}
                {token && (
                  <div className="why ok">
                    <b className="head">✓ {t('source.tokenMade')}</b>
                    <Input.TextArea
                      className="mono"
                      aria-label={t('source.pushToken')}
                      readOnly
                      autoSize
                      value={token}
                      onFocus={(event) => event.target.select()}
                    />
                    <p>{t('source.tokenOnce')}</p>
                  </div>
                )}
                <details>
                  <summary>{t('source.example')}</summary>
                  <pre className="code-block" tabIndex={0}>
                    {curlExample(address, push.tables[0])}
                  </pre>
                </details>
              </div>
            )
          }}
        </Loaded>
      </Card>
      <Messages sourceId={source.id} />
    </>
  )
}

function Messages({ sourceId }: { readonly sourceId: string }) {
  const { t } = useFormat()
  const messages = usePushMessages(sourceId)
  return (
    <Card title={t('source.messages')}>
      <Loaded of={messages}>
        {({ items }) => (
          <Table
            dense
            caption={t('source.messages')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('source.noMessages')} hint={t('source.noMessagesHint')} />}
            columns={[
              {
                key: 'msgid',
                title: t('source.msgid'),
                cell: (row) => <Hash value={row.msgid} length={30} />,
              },
              { key: 'at', title: t('source.received'), cell: (row) => <When at={row.receivedAt} /> },
              { key: 'rows', title: t('source.in'), numeric: true, cell: (row) => <Num value={row.rows} /> },
              {
                key: 'accepted',
                title: t('source.accepted'),
                numeric: true,
                cell: (row) => <Num value={row.accepted} />,
              },
              {
                key: 'rejected',
                title: t('dataset.rejected'),
                numeric: true,
                cell: (row) => <Num value={row.rejected} />,
              },
              {
                key: 'landed',
                title: t('source.state'),
                cell: (row) => (
                  <Chip meaning={row.landed ? 'ok' : 'warn'}>
                    {t(row.landed ? 'source.inVersion' : 'source.waits')}
                  </Chip>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}
