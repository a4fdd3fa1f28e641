import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import {
  type DictionaryCode,
  useAddDictionaryVersion,
  useDictionary,
  useDictionaryDiff,
} from '../../api/mapping.ts'
import { useHasRole, useMe } from '../../api/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Hash, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

const CSV_HEADER = 'code,zh,en,synonyms,from,until,mark'

/** One dictionary: its codes, its versions, and for the operator the way to the next. */
export function Component() {
  const { t } = useTranslation()
  const { name } = useFormat()
  const { code = '' } = useParams()
  const [number, setNumber] = useState<number>()
  const has = useHasRole()
  const me = useMe()
  const dictionary = useDictionary(code, number)
  const mayCorrect = has('data_officer', 'steward') && me.participant.roles.includes('operator')
  const title = dictionary.data ? name(dictionary.data.titleZh, dictionary.data.titleEn) : code
  return (
    <Page title={title} sub={dictionary.data?.basis}>
      <div className="stack">
        <Card>
          <Loaded of={dictionary}>
            {(found) => (
              <div className="stack">
                {found.history.length > 0 && (
                  <Select
                    aria-label={t('standard.version')}
                    value={number ?? found.version}
                    options={found.history.map((one) => ({
                      value: one.number,
                      label: `v${one.number}${one.note ? ` · ${one.note}` : ''}`,
                    }))}
                    onChange={setNumber}
                  />
                )}
                <Table
                  dense
                  caption={title}
                  rows={found.codes}
                  rowKey={(row) => row.code}
                  columns={[
                    { key: 'code', title: t('standard.code'), cell: (row) => <code>{row.code}</code> },
                    { key: 'title', title: t('standard.meaning'), cell: (row) => name(row.zh, row.en) },
                    { key: 'words', title: t('standard.synonyms'), cell: (row) => row.synonyms.join('、') },
                    {
                      key: 'valid',
                      title: t('standard.valid'),
                      cell: (row) => (row.from || row.until ? `${row.from ?? ''} – ${row.until ?? ''}` : ''),
                    },
                    {
                      key: 'mark',
                      title: t('standard.mark'),
                      cell: (row) => row.mark && t('standard.isUnverified'),
                    },
                  ]}
                />
                <p className="faint">
                  {t('standard.usedBy')}:{' '}
                  {found.columns.map((one) => (
                    <Link key={`${one.table}.${one.column}`} to={`/standard/tables/${one.table}`}>
                      {one.table}.{one.column}{' '}
                    </Link>
                  ))}
                </p>
              </div>
            )}
          </Loaded>
        </Card>
        {dictionary.data && (
          <Card title={t('standard.history')}>
            <ul>
              {dictionary.data.history.map((one) => (
                <li key={one.number}>
                  v{one.number} · <When at={one.at} /> ·{' '}
                  {one.user ? <Hash value={one.user} length={8} /> : t('standard.shipped')} {one.note}
                </li>
              ))}
            </ul>
          </Card>
        )}
        {mayCorrect && <Correct code={code} />}
      </div>
    </Page>
  )
}

/** A file of codes, what it would change, and why: then it is the next version. */
function Correct({ code }: { readonly code: string }) {
  const { t } = useTranslation()
  const [format, setFormat] = useState<'csv' | 'json'>('csv')
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const diff = useDictionaryDiff(code)
  const add = useAddDictionaryVersion(code)
  const found = diff.data
  const error = diff.error ?? add.error
  const file = async (chosen: File | undefined) => {
    if (!chosen) return
    setFormat(chosen.name.endsWith('.json') ? 'json' : 'csv')
    setText(await chosen.text())
  }
  return (
    <Card title={t('standard.correct')}>
      <div className="stack">
        <p className="muted">{t('standard.correctAbout')}</p>
        <input
          type="file"
          accept=".csv,.json"
          aria-label={t('standard.file')}
          onChange={(event) => void file(event.target.files?.[0])}
        />
        <Input.TextArea
          className="mono"
          aria-label={t('standard.text')}
          placeholder={CSV_HEADER}
          autoSize={{ minRows: 4, maxRows: 14 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {error ? <Problem error={error} /> : null}
        <div className="row">
          <Button
            loading={diff.isPending}
            disabled={text.trim() === ''}
            onClick={() => diff.mutate({ format, text })}
          >
            {t('standard.showDiff')}
          </Button>
        </div>
        {found && (
          <>
            <Change title={t('standard.added')} rows={found.added} />
            <Change title={t('standard.removed')} rows={found.removed} />
            <Change title={t('standard.changed')} rows={found.changed.map(({ after }) => after)} />
            <p className="faint">{t('standard.same', { count: found.same })}</p>
            <Input
              aria-label={t('standard.note')}
              placeholder={t('standard.note')}
              value={note}
              maxLength={400}
              onChange={(event) => setNote(event.target.value)}
            />
            <Button
              type="primary"
              loading={add.isPending}
              disabled={note.trim() === ''}
              onClick={() => add.mutate({ note: note.trim(), codes: found.codes })}
            >
              {t('standard.add')}
            </Button>
            {add.data && <p aria-live="polite">✓ {t('standard.addedAs', { version: add.data.version })}</p>}
          </>
        )}
      </div>
    </Card>
  )
}

function Change({ title, rows }: { readonly title: string; readonly rows: readonly DictionaryCode[] }) {
  const { name } = useFormat()
  if (rows.length === 0) return null
  return (
    <div>
      <b>
        {title} ({rows.length})
      </b>
      <ul>
        {rows.map((one) => (
          <li key={one.code}>
            <code>{one.code}</code> {name(one.zh, one.en)}{' '}
            <span className="faint">{one.synonyms.join('、')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
