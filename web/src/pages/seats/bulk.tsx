import '../../parts/seat/seat.css'
import { Button, Input } from 'antd'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useBulkClose, useBulkOpen } from '../../api/seats.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Action, ReasonDialog } from '../../parts/reason.tsx'
import { Table } from '../../parts/table.tsx'
import { type BulkLine, readBulk } from './bulk-list.ts'
import { BulkProgress } from './bulk-progress.tsx'

const CLOSE_REASONS = ['contestOver', 'order', 'changed'] as const

/** Opening and closing many seats at once, for the operator. */
export function Component() {
  const { t } = useFormat()
  const [search, setSearch] = useSearchParams()
  const running = search.get('bulk') ?? ''
  const [text, setText] = useState('')
  const [closing, setClosing] = useState(false)
  const open = useBulkOpen()
  const close = useBulkClose()
  const lines = useMemo(() => readBulk(text), [text])
  const good = lines.flatMap(({ row }) => (row ? [row] : []))
  const bad = lines.filter(({ wrong }) => wrong !== null)
  const begun = { onSuccess: ({ id }: { id: string }) => setSearch({ bulk: id }) }
  return (
    <Page
      title={t('seat.bulk')}
      sub={t('seat.bulkAbout')}
      actions={
        <>
          <LinkButton to="/seats">{t('seat.seats')}</LinkButton>
          <Action danger onClick={() => setClosing(true)}>
            {t('seat.bulkClose')}
          </Action>
          <Action
            primary
            loading={open.isPending}
            whyNot={
              good.length === 0
                ? t('seat.bulkEmpty')
                : bad.length > 0
                  ? t('seat.bulkMend', { count: bad.length })
                  : null
            }
            onClick={() => open.mutate(good, begun)}
          >
            {t('seat.bulkOpen', { count: good.length })}
          </Action>
        </>
      }
    >
      <div className="stack">
        {running !== '' && <BulkProgress key={running} id={running} />}
        {open.error ? <Problem error={open.error} /> : null}
        <Card title={t('seat.list')}>
          <div className="stack tight">
            <p className="muted">{t('seat.listHint')}</p>
            <Input.TextArea
              aria-label={t('seat.list')}
              className="mono"
              rows={8}
              value={text}
              spellCheck={false}
              placeholder={t('seat.listExample')}
              onChange={({ target }) => setText(target.value)}
            />
            <p className="row">
              <Upload onText={setText} />
              <span className="muted" role="status">
                {t('seat.listRead', { good: exact(good.length), bad: exact(bad.length) })}
              </span>
            </p>
          </div>
        </Card>
        {lines.length > 0 && (
          <Card title={t('seat.listShown')}>
            <Lines lines={bad.length > 0 ? bad : lines.slice(0, 20)} />
            {bad.length === 0 && lines.length > 20 && (
              <p className="faint">{t('seat.listMore', { count: lines.length - 20 })}</p>
            )}
          </Card>
        )}
      </div>
      {closing && (
        <ReasonDialog
          open
          title={t('seat.bulkClose')}
          explain={t('seat.explain.bulkClose')}
          reasons={CLOSE_REASONS.map((one) => t(`seat.reason.${one}`))}
          confirm={t('seat.bulkCloseDo')}
          danger
          pending={close.isPending}
          error={close.error}
          onConfirm={(reason) =>
            close.mutate(
              { projectIds: 'all', reason },
              {
                onSuccess: (bulk) => {
                  setClosing(false)
                  begun.onSuccess(bulk)
                },
              },
            )
          }
          onClose={() => {
            setClosing(false)
            close.reset()
          }}
        />
      )}
    </Page>
  )
}

function Upload({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useFormat()
  return (
    <Button onClick={(event) => event.currentTarget.parentElement?.querySelector('input')?.click()}>
      {t('seat.listUpload')}
      <input
        type="file"
        accept=".csv,.tsv,.txt"
        hidden
        aria-label={t('seat.listUpload')}
        onClick={(event) => event.stopPropagation()}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void file.text().then(onText)
          target.value = ''
        }}
      />
    </Button>
  )
}

function Lines({ lines }: { readonly lines: readonly BulkLine[] }) {
  const { t } = useFormat()
  return (
    <Table
      caption={t('seat.listShown')}
      dense
      rows={lines}
      rowKey={({ line }) => String(line)}
      columns={[
        { key: 'line', title: t('seat.line'), cell: ({ line }) => line },
        {
          key: 'what',
          title: t('seat.title'),
          cell: ({ row, wrong }) =>
            row ? row.name : <span className="no">{`⊘ ${t(`seat.wrong.${wrong}`)}`}</span>,
        },
        {
          key: 'project',
          title: t('shell.project'),
          cell: ({ row }) => row && <code className="break">{row.projectId}</code>,
        },
        { key: 'terminal', title: t('venue.terminal'), cell: ({ row }) => row?.terminal ?? '' },
      ]}
    />
  )
}
