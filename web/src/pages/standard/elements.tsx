import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useBodies, useBodyName } from '../../api/bodies.ts'
import {
  type DifferenceView,
  type ElementView,
  useCompare,
  useDecideElement,
  useDifferences,
  useElements,
} from '../../api/mapping.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { percent } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { JobProgress } from '../../parts/progress.tsx'
import { Num } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** One number, one source, one standard: the register, and where the sources of the own body disagree. */
export function Elements() {
  const { t } = useTranslation()
  const { name, pick } = useFormat()
  const bodyName = useBodyName()
  const has = useHasRole()
  const me = useMe()
  const steward = has('data_officer', 'steward')
  const mayDecide = steward && me.participant.roles.includes('operator')
  const elements = useElements()
  const differences = useDifferences(steward)
  const [open, setOpen] = useState<ElementView | null>(null)
  const differ = (code: string) =>
    differences.data?.items.filter((one) => one.element === code).reduce((sum, one) => sum + one.differ, 0)
  return (
    <div className="stack">
      {steward && (
        <Differences of={differences.data?.items ?? []} onDone={() => void differences.refetch()} />
      )}
      <Card title={t('standard.register')}>
        <p className="muted">{t('standard.registerAbout')}</p>
        <Loaded of={elements}>
          {({ items }) => (
            <Table
              caption={t('standard.register')}
              rows={items}
              rowKey={(row) => row.code}
              columns={[
                {
                  key: 'code',
                  title: t('standard.element'),
                  cell: (row) => (
                    <>
                      <b>{name(row.titleZh, row.titleEn)}</b>
                      <div className="faint">
                        <code>{row.code}</code> {t(`standard.type.${row.type}`)}
                      </div>
                    </>
                  ),
                },
                {
                  key: 'definition',
                  title: t('standard.definition'),
                  cell: (row) => (
                    <>
                      {pick({ zh: row.definitionZh, en: row.definitionEn })}
                      <div className="faint">{row.standard}</div>
                    </>
                  ),
                },
                {
                  key: 'source',
                  title: t('standard.source'),
                  cell: (row) =>
                    row.source ? (
                      <>
                        <Link to={`/standard/tables/${row.source.table}`}>
                          {row.source.table}.{row.source.column}
                        </Link>
                        {row.participantId && <div className="faint">{bodyName(row.participantId)}</div>}
                      </>
                    ) : (
                      <span className="faint">{t('standard.undecided')}</span>
                    ),
                },
                {
                  key: 'columns',
                  title: t('standard.places'),
                  numeric: true,
                  cell: (row) => <Num value={row.columns.length} />,
                },
                {
                  key: 'differ',
                  title: t('standard.differ'),
                  numeric: true,
                  cell: (row) => <Num value={differ(row.code)} />,
                },
                {
                  key: 'decide',
                  title: '',
                  cell: (row) =>
                    mayDecide && (
                      <Button size="small" onClick={() => setOpen(row)}>
                        {t('standard.decide')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
      {open && <Decide of={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

interface DifferencesProps {
  readonly of: readonly DifferenceView[]
  readonly onDone: () => void
}

function Differences({ of, onDone }: DifferencesProps) {
  const { t } = useTranslation()
  const compare = useCompare()
  const found = of.filter((one) => one.differ > 0)
  return (
    <Card
      title={t('standard.differences')}
      extra={
        <Button size="small" loading={compare.isPending} onClick={() => compare.mutate(undefined)}>
          {t('standard.compare')}
        </Button>
      }
    >
      <div className="stack">
        <p className="muted">{t('standard.differencesAbout')}</p>
        {compare.error ? <Problem error={compare.error} /> : null}
        {compare.data && <JobProgress id={compare.data.jobId} onDone={onDone} />}
        {of.length === 0 ? (
          <Empty title={t('standard.notCompared')} hint={t('standard.notComparedHint')} />
        ) : (
          <Table
            dense
            caption={t('standard.differences')}
            rows={found}
            rowKey={(row) => `${row.element} ${row.source.column} ${row.other.datasetId} ${row.other.column}`}
            empty={<Empty title={t('standard.allAgree')} hint={t('standard.pairs', { count: of.length })} />}
            columns={[
              { key: 'element', title: t('standard.element'), cell: (row) => <code>{row.element}</code> },
              {
                key: 'pair',
                title: t('standard.pair'),
                cell: (row) => (
                  <span>
                    <Link to={`/datasets/${row.source.datasetId}`}>
                      {row.source.table}.{row.source.column}
                    </Link>{' '}
                    ≠{' '}
                    <Link to={`/datasets/${row.other.datasetId}`}>
                      {row.other.table}.{row.other.column}
                    </Link>
                  </span>
                ),
              },
              {
                key: 'differ',
                title: t('standard.differ'),
                numeric: true,
                cell: (row) => <Num value={row.differ} />,
              },
              {
                key: 'compared',
                title: t('standard.compared'),
                numeric: true,
                cell: (row) => <Num value={row.compared} />,
              },
              {
                key: 'share',
                title: t('standard.share'),
                numeric: true,
                cell: (row) => percent(row.compared === 0 ? 0 : row.differ / row.compared),
              },
            ]}
          />
        )}
      </div>
    </Card>
  )
}

function Decide({ of, onClose }: { readonly of: ElementView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { data: bodies } = useBodies()
  const decide = useDecideElement(of.code)
  const [source, setSource] = useState(of.source ? `${of.source.table}.${of.source.column}` : null)
  const [participantId, setParticipant] = useState(of.participantId)
  const [standard, setStandard] = useState(of.standard)
  const save = () => {
    const [table, column] = source?.split('.') ?? []
    decide.mutate(
      {
        definitionZh: of.definitionZh,
        definitionEn: of.definitionEn,
        standard,
        source: table && column ? { table, column } : null,
        participantId,
      },
      { onSuccess: onClose },
    )
  }
  return (
    <Modal
      open
      title={name(of.titleZh, of.titleEn)}
      okText={t('standard.decide')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: decide.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <div className="stack">
        <Select
          allowClear
          aria-label={t('standard.source')}
          placeholder={t('standard.source')}
          value={source ?? undefined}
          options={of.columns.map((one) => ({
            value: `${one.table}.${one.column}`,
            label: `${one.table}.${one.column}`,
          }))}
          onChange={(next?: string) => setSource(next ?? null)}
        />
        <Select
          allowClear
          aria-label={t('standard.keeper')}
          placeholder={t('standard.keeper')}
          value={participantId ?? undefined}
          options={bodies?.items.map((one) => ({ value: one.id, label: name(one.nameZh, one.nameEn) }))}
          onChange={(next?: string) => setParticipant(next ?? null)}
        />
        <Input
          aria-label={t('standard.standardName')}
          placeholder={t('standard.standardName')}
          value={standard}
          maxLength={400}
          onChange={(event) => setStandard(event.target.value)}
        />
        {decide.error ? <Problem error={decide.error} /> : null}
      </div>
    </Modal>
  )
}
