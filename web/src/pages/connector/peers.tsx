import './connector.css'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { type PeerView, useAddPeer, useClosePeer, useConfirmPeer, usePeers } from '../../api/connector.ts'
import { useHasRole } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Fingerprint } from './fingerprint.tsx'
import { Mark } from './marks.tsx'

/** Platforms that the own body is connected to. */
export function Peers() {
  const { t } = useFormat()
  const has = useHasRole()
  const peers = usePeers(true)
  const [adding, setAdding] = useState(false)
  const [confirming, setConfirming] = useState<PeerView>()
  const officer = has('data_officer')
  const add = officer && <Button onClick={() => setAdding(true)}>{t('connector.connect')}</Button>
  return (
    <Card title={t('connector.platforms')} extra={add}>
      <Loaded of={peers}>
        {({ items }) => (
          <Table
            caption={t('connector.platforms')}
            rows={items}
            rowKey={(row) => row.id}
            empty={<Empty title={t('connector.noPlatforms')} hint={t('connector.noPlatformsHint')} />}
            columns={[
              {
                key: 'name',
                title: t('connector.platform'),
                cell: (row) => (
                  <>
                    <b>{row.name}</b>
                    <div className="faint">{row.url}</div>
                  </>
                ),
              },
              { key: 'state', title: t('connector.state'), cell: (row) => <Mark value={row.state} /> },
              { key: 'seen', title: t('connector.lastHeard'), cell: (row) => <When at={row.seenAt} /> },
              {
                key: 'act',
                title: t('connector.next'),
                cell: (row) => <PeerNext row={row} officer={officer} onConfirm={() => setConfirming(row)} />,
              },
            ]}
          />
        )}
      </Loaded>
      {adding && <AddDialog onClose={() => setAdding(false)} onAdded={() => setAdding(false)} />}
      {confirming && <ConfirmDialog peer={confirming} onClose={() => setConfirming(undefined)} />}
    </Card>
  )
}

interface NextProps {
  readonly row: PeerView
  readonly officer: boolean
  readonly onConfirm: () => void
}

function PeerNext({ row, officer, onConfirm }: NextProps) {
  const { t } = useFormat()
  const close = useClosePeer()
  if (row.state === 'active')
    return (
      <LinkButton small to={`/connector/${row.id}/offers`}>
        {t('connector.findOffers')}
      </LinkButton>
    )
  if (row.state !== 'pending' || !officer) return null
  return (
    <span className="actions">
      <Button size="small" onClick={onConfirm}>
        {t('connector.confirm')}
      </Button>
      <Button size="small" danger loading={close.isPending} onClick={() => close.mutate(row.id)}>
        {t('connector.close')}
      </Button>
    </span>
  )
}

interface DialogProps {
  readonly onClose: () => void
}

function AddDialog({ onClose, onAdded }: DialogProps & { readonly onAdded: () => void }) {
  const { t } = useFormat()
  const [url, setUrl] = useState('')
  const add = useAddPeer()
  return (
    <Modal
      open
      title={t('connector.connect')}
      okText={t('connector.ask')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: url.trim() === '', loading: add.isPending }}
      onCancel={onClose}
      onOk={() => add.mutate(url.trim(), { onSuccess: onAdded })}
    >
      <div className="stack tight">
        <p>{t('connector.connectExplain')}</p>
        <Input
          aria-label={t('connector.platformUrl')}
          placeholder={t('connector.urlExample')}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        {add.error ? <Problem error={add.error} /> : null}
      </div>
    </Modal>
  )
}

function ConfirmDialog({ peer, onClose }: DialogProps & { readonly peer: PeerView }) {
  const { t } = useFormat()
  const [typed, setTyped] = useState('')
  const confirm = useConfirmPeer()
  return (
    <Modal
      open
      title={t('connector.confirmTitle', { name: peer.name })}
      okText={t('connector.confirm')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: typed.trim() === '', loading: confirm.isPending }}
      onCancel={onClose}
      onOk={() => confirm.mutate({ id: peer.id, fingerprint: typed }, { onSuccess: onClose })}
    >
      <div className="stack tight">
        <p>{t('connector.confirmExplain')}</p>
        <p>
          <Fingerprint value={peer.fingerprint} />
        </p>
        <Input.TextArea
          aria-label={t('connector.fingerprintThere')}
          placeholder={t('connector.fingerprintThere')}
          rows={3}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {confirm.error ? <Problem error={confirm.error} /> : null}
      </div>
    </Modal>
  )
}
