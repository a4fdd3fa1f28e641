import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { type PanelBoard, type Preview, useAssign, usePreview } from '../../api/panel.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useOptions } from '../../parts/options.ts'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action } from '../../parts/reason.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'
import { Assignments } from './assignments.tsx'

interface Props {
  readonly id: string
  readonly round: string
  readonly board: PanelBoard
}

/** The machine works it out, people look at it, and then it is done: exactly what was looked at. */
export function Assigning({ id, round, board }: Props) {
  const { t } = useFormat()
  const options = useOptions()
  const [minLoad, setMinLoad] = useState(0)
  const [maxLoad, setMaxLoad] = useState(500)
  const [prefer, setPrefer] = useState<'load' | 'field'>('load')
  const preview = usePreview(id, round)
  const assign = useAssign(id, round)
  const bounds = { minLoad, maxLoad, prefer }
  const again = () => preview.mutate(bounds)
  return (
    <div className="stack">
      <Card title={t('contestPanel.assign')}>
        <div className="stack tight">
          <p>{t('contestPanel.assignAbout', { reviews: board.reviews ?? 0 })}</p>
          <div className="panel-row">
            <label className="panel-row">
              {t('contestPanel.minLoad')}
              <InputNumber
                min={0}
                max={500}
                precision={0}
                value={minLoad}
                onChange={(value) => setMinLoad(value ?? 0)}
              />
            </label>
            <label className="panel-row">
              {t('contestPanel.mostLoad')}
              <InputNumber
                min={1}
                max={500}
                precision={0}
                value={maxLoad}
                onChange={(value) => setMaxLoad(value ?? 500)}
              />
            </label>
            <Select
              aria-label={t('contestPanel.prefer')}
              value={prefer}
              style={{ minWidth: 200 }}
              options={options('contestPanel.preferOf', ['load', 'field']).map((one) => ({
                ...one,
                value: one.value as 'load' | 'field',
              }))}
              onChange={setPrefer}
            />
            <Action
              primary
              whyNot={!board.ready && t('contestPanel.notReady')}
              loading={preview.isPending}
              onClick={again}
            >
              {t('contestPanel.preview')}
            </Action>
          </div>
          {preview.error ? <Problem error={preview.error} /> : null}
          {preview.data && <Shown of={preview.data} />}
          {preview.data && (
            <div className="row">
              <Action
                primary
                loading={assign.isPending}
                whyNot={preview.data.added === 0 && t('contestPanel.nothingToAssign')}
                onClick={() => {
                  const { seed, inputsDigest, lacking } = preview.data
                  assign.mutate({ ...bounds, seed, inputsDigest, partial: lacking > 0 }, { onSuccess: again })
                }}
              >
                {t(preview.data.lacking > 0 ? 'contestPanel.assignPart' : 'contestPanel.assignAll', {
                  count: preview.data.added,
                })}
              </Action>
              <Button onClick={again}>{t('contestPanel.previewAgain')}</Button>
            </div>
          )}
          {assign.error ? <Problem error={assign.error} /> : null}
        </div>
      </Card>
      <Assignments id={id} round={round} />
    </div>
  )
}

/** Loads, coverage, fields, and what stands in the way. */
function Shown({ of }: { readonly of: Preview }) {
  const { t, list } = useFormat()
  const all = of.standing + of.added
  const fact = (key: string, value: React.ReactNode) => (
    <div key={key}>
      <dt>{t(`contestPanel.fact.${key}`)}</dt>
      <dd>{value}</dd>
    </div>
  )
  return (
    <div className="stack tight">
      <dl className="facts">
        {fact('coverage', `${all} / ${of.works * of.reviews}`)}
        {fact('added', <Num value={of.added} />)}
        {fact('known', all === 0 ? '—' : `${Math.round((100 * of.known) / all)} %`)}
        {fact('sameBody', <Num value={of.sameBody} />)}
        {fact('below', <Num value={of.below} />)}
        {fact('cost', <span className="mono">{of.cost}</span>)}
      </dl>
      {of.undeclared.length > 0 && (
        <p className="warn">{t('contestPanel.notAsked', { names: list(of.undeclared) })}</p>
      )}
      {of.away.length > 0 && <p className="warn">{t('contestPanel.areAway', { names: list(of.away) })}</p>}
      {of.lacks.length > 0 && (
        <>
          <p className="no">{t('contestPanel.lacks', { works: of.lacks.length, reviews: of.lacking })}</p>
          <Table
            dense
            caption={t('contestPanel.lacksTable')}
            rows={of.lacks.slice(0, 50)}
            rowKey={(row) => row.workId}
            columns={[
              {
                key: 'number',
                title: t('contestPanel.number'),
                cell: (row) => <span className="mono">{row.number}</span>,
              },
              { key: 'team', title: t('contestPanel.team'), cell: (row) => row.team },
              {
                key: 'lacks',
                title: t('contestPanel.lacksReviews'),
                numeric: true,
                cell: (row) => row.lacks,
              },
              {
                key: 'possible',
                title: t('contestPanel.possible'),
                numeric: true,
                cell: (row) => row.possible,
              },
            ]}
          />
        </>
      )}
      <details>
        <summary className="muted">{t('contestPanel.loads')}</summary>
        <Table
          dense
          caption={t('contestPanel.loads')}
          rows={of.loads}
          rowKey={(row) => row.expertId}
          columns={[
            { key: 'name', title: t('contestPanel.expert'), cell: (row) => row.name },
            {
              key: 'load',
              title: t('contestPanel.load'),
              numeric: true,
              cell: (row) => `${row.load} / ${row.maxLoad}`,
            },
            { key: 'known', title: t('contestPanel.fact.known'), numeric: true, cell: (row) => row.known },
          ]}
        />
      </details>
    </div>
  )
}
