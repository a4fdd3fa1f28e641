import './airlock.css'
import { Checkbox, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useAirlockSeatFiles, useAirlockSeats, useNewAirlockRequest } from '../../api/airlock.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { emptyContext } from './context.ts'

/** A new request: from which seat, which files, under which title. What each file shows is said on the next page. */
export function Component() {
  const { t } = useFormat()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const seats = useAirlockSeats()
  const [seatId, setSeat] = useState(search.get('seat') ?? '')
  const [paths, setPaths] = useState<readonly string[]>(search.getAll('path'))
  const [title, setTitle] = useState('')
  const make = useNewAirlockRequest()
  const seat = seats.data?.items.find((one) => one.id === seatId)
  const whyNot = !seat
    ? t('airlock.whyNot.seat')
    : paths.length === 0
      ? t('airlock.whyNot.files')
      : title.trim().length < 2
        ? t('airlock.whyNot.title')
        : null
  const begin = () =>
    make.mutate(
      {
        projectId: seat!.projectId,
        seatId,
        title: title.trim(),
        files: paths.map((path) => ({ path, context: emptyContext(path) })),
      },
      { onSuccess: (id) => void navigate(`/airlock/${id}`) },
    )
  return (
    <Page
      title={t('airlock.new')}
      sub={t('airlock.newAbout')}
      actions={
        <Action primary whyNot={whyNot} loading={make.isPending} onClick={begin}>
          {t('airlock.begin')}
        </Action>
      }
    >
      <div className="stack">
        {make.error ? <Problem error={make.error} /> : null}
        <Card title={t('airlock.what')}>
          <Form layout="vertical" component="div">
            <div className="grid g11">
              <Form.Item label={t('airlock.seat')} htmlFor="airlock-seat">
                <Select
                  id="airlock-seat"
                  value={seat ? seatId : undefined}
                  loading={seats.isPending}
                  placeholder={t('airlock.chooseSeat')}
                  onChange={(id: string) => {
                    setSeat(id)
                    setPaths([])
                  }}
                  options={(seats.data?.items ?? []).map((one) => ({
                    value: one.id,
                    label: `${one.name} · ${one.projectName}`,
                  }))}
                />
              </Form.Item>
              <Form.Item label={t('airlock.requestTitle')} htmlFor="airlock-title">
                <Input
                  id="airlock-title"
                  value={title}
                  maxLength={120}
                  placeholder={t('airlock.titleExample')}
                  onChange={(event) => setTitle(event.target.value)}
                />
              </Form.Item>
            </div>
          </Form>
        </Card>
        <Card
          title={t('airlock.files')}
          extra={
            paths.length > 0 && <span className="faint">{t('airlock.chosen', { count: paths.length })}</span>
          }
        >
          {seatId === '' ? (
            <Empty title={t('airlock.seatFirst')} hint={t('airlock.seatFirstHint')} />
          ) : (
            <Choice seatId={seatId} chosen={paths} onChoose={setPaths} />
          )}
        </Card>
      </div>
    </Page>
  )
}

interface ChoiceProps {
  readonly seatId: string
  readonly chosen: readonly string[]
  readonly onChoose: (paths: readonly string[]) => void
}

function Choice({ seatId, chosen, onChoose }: ChoiceProps) {
  const { t } = useFormat()
  return (
    <Loaded of={useAirlockSeatFiles(seatId)}>
      {({ items }) => (
        <Table
          caption={t('airlock.files')}
          rows={items.filter(({ kind }) => kind === 'file')}
          rowKey={(row) => row.path}
          dense
          empty={<Empty title={t('airlock.seatEmpty')} hint={t('airlock.seatEmptyHint')} />}
          columns={[
            {
              key: 'path',
              title: t('airlock.path'),
              cell: ({ path }) => (
                <Checkbox
                  checked={chosen.includes(path)}
                  onChange={({ target }) =>
                    onChoose(target.checked ? [...chosen, path] : chosen.filter((one) => one !== path))
                  }
                >
                  <span className="mono break">{path}</span>
                </Checkbox>
              ),
            },
            { key: 'bytes', title: t('airlock.size'), numeric: true, cell: (row) => bytes(row.bytes) },
            { key: 'at', title: t('airlock.changed'), cell: (row) => <When at={row.modifiedAt} /> },
          ]}
        />
      )}
    </Loaded>
  )
}
