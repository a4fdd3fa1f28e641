import { Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useSeats } from '../../api/seats.ts'
import {
  type TerminalRow,
  useBindTerminal,
  useNewTerminal,
  useRetireTerminal,
  useTerminals,
  useUnbindTerminal,
} from '../../api/venue.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { ConfirmDialog } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Table } from '../../parts/table.tsx'

/** Registered places of work, and which seats open only there. */
export function Terminals() {
  const { t, list } = useFormat()
  const terminals = useTerminals()
  const retire = useRetireTerminal()
  const unbind = useUnbindTerminal()
  const [adding, setAdding] = useState(false)
  const [binding, setBinding] = useState<TerminalRow | null>(null)
  const [retiring, setRetiring] = useState<TerminalRow | null>(null)
  const add = (
    <Action primary onClick={() => setAdding(true)}>
      {t('venue.newTerminal')}
    </Action>
  )
  return (
    <Card title={t('venue.terminals')} extra={add}>
      {unbind.error ? <Problem error={unbind.error} /> : null}
      <Loaded of={terminals} lines={6}>
        {({ items }) => (
          <Table
            caption={t('venue.terminals')}
            rows={items}
            rowKey={(one) => one.id}
            empty={<Empty title={t('venue.noTerminals')} hint={t('venue.noTerminalsHint')} />}
            columns={[
              {
                key: 'name',
                title: t('venue.terminal'),
                cell: (one) => (
                  <>
                    <b>{one.name}</b>
                    <div className="faint">{one.zone}</div>
                  </>
                ),
              },
              {
                key: 'state',
                title: t('venue.state'),
                cell: ({ state }) => (
                  <Chip meaning={state === 'active' ? 'ok' : 'none'}>
                    {t(`venue.terminalState.${state}`)}
                  </Chip>
                ),
              },
              {
                key: 'known',
                title: t('venue.knownBy'),
                cell: (one) => (
                  <>
                    {one.gatewayName && <div>{t('venue.byGateway', { name: one.gatewayName })}</div>}
                    {one.networks.length > 0 && <code>{list(one.networks)}</code>}
                  </>
                ),
              },
              {
                key: 'seats',
                title: t('venue.boundSeats'),
                cell: (one) => (
                  <span className="row">
                    {one.seats.map((seat) => (
                      <span key={seat.id} className="chip">
                        {seat.name}
                        <button
                          type="button"
                          className="plain-button"
                          aria-label={t('venue.unbindOf', { name: seat.name })}
                          onClick={() => unbind.mutate({ id: one.id, seatId: seat.id })}
                        >
                          {'✕'}
                        </button>
                      </span>
                    ))}
                    {one.seats.length === 0 && <span className="faint">{t('common.none')}</span>}
                  </span>
                ),
              },
              {
                key: 'acts',
                title: t('common.actions'),
                cell: (one) =>
                  one.state === 'active' && (
                    <span className="row">
                      <Action onClick={() => setBinding(one)}>{t('venue.bind')}</Action>
                      <Action danger onClick={() => setRetiring(one)}>
                        {t('venue.retire')}
                      </Action>
                    </span>
                  ),
              },
            ]}
          />
        )}
      </Loaded>
      {adding && <NewTerminalDialog onClose={() => setAdding(false)} />}
      {binding && <BindDialog terminal={binding} onClose={() => setBinding(null)} />}
      {retiring && (
        <ConfirmDialog
          title={t('venue.retire')}
          explain={t('venue.retireExplain', { name: retiring.name })}
          confirm={t('venue.retire')}
          danger
          pending={retire.isPending}
          error={retire.error}
          onConfirm={() => retire.mutate(retiring.id, { onSuccess: () => setRetiring(null) })}
          onClose={() => {
            setRetiring(null)
            retire.reset()
          }}
        />
      )}
    </Card>
  )
}

function NewTerminalDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useFormat()
  const make = useNewTerminal()
  const [name, setName] = useState('')
  const [zone, setZone] = useState('')
  const [gateway, setGateway] = useState('')
  const [networks, setNetworks] = useState<string[]>([])
  const ready = name.trim() !== '' && zone.trim() !== '' && (gateway.trim() !== '' || networks.length > 0)
  const field = (id: string, label: string, value: string, set: (value: string) => void, hint = '') => (
    <Form.Item label={label} htmlFor={id} layout="vertical" extra={hint}>
      <Input
        id={id}
        size="large"
        value={value}
        maxLength={120}
        onChange={({ target }) => set(target.value)}
      />
    </Form.Item>
  )
  return (
    <Modal
      open
      title={t('venue.newTerminal')}
      okText={t('venue.register')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: make.isPending }}
      onCancel={onClose}
      onOk={() =>
        make.mutate(
          { name: name.trim(), zone: zone.trim(), gatewayName: gateway.trim() || null, networks },
          { onSuccess: onClose },
        )
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('venue.terminalHint')}</p>
        {field('terminal-name', t('venue.name'), name, setName)}
        {field('terminal-zone', t('venue.zone'), zone, setZone)}
        {field('terminal-gateway', t('venue.gateway'), gateway, setGateway, t('venue.gatewayHint'))}
        <Form.Item label={t('venue.networks')} htmlFor="terminal-networks" layout="vertical">
          <Select
            id="terminal-networks"
            mode="tags"
            size="large"
            open={false}
            suffixIcon={null}
            value={networks}
            onChange={setNetworks}
            tokenSeparators={[',', ' ']}
            placeholder={t('venue.networksHint')}
          />
        </Form.Item>
        {make.error ? <Problem error={make.error} /> : null}
      </div>
    </Modal>
  )
}

function BindDialog({ terminal, onClose }: { readonly terminal: TerminalRow; readonly onClose: () => void }) {
  const { t } = useFormat()
  const bind = useBindTerminal()
  const seats = useSeats({ limit: 200 })
  const [seatId, setSeat] = useState<string | null>(null)
  const open = (seats.data?.items ?? []).filter(({ state }) => state !== 'closed')
  return (
    <Modal
      open
      title={t('venue.bindTo', { name: terminal.name })}
      okText={t('venue.bind')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: seatId === null, loading: bind.isPending }}
      onCancel={onClose}
      onOk={() => seatId && bind.mutate({ id: terminal.id, seatId }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <div className="stack tight">
        <p className="muted">{t('venue.bindHint')}</p>
        <Select
          size="large"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('seat.title')}
          placeholder={t('seat.title')}
          value={seatId}
          onChange={setSeat}
          options={open.map(({ id, name, projectName }) => ({
            value: id,
            label: t('venue.seatOf', { name, project: projectName }),
          }))}
        />
        {seats.error ? <Problem error={seats.error} /> : null}
        {bind.error ? <Problem error={bind.error} /> : null}
      </div>
    </Modal>
  )
}
