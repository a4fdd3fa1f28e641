import { Button, Input } from 'antd'
import { useState } from 'react'
import { type DeskAt, type DeskWorkView, useDiscussion, useRemark } from '../../api/contest-desk.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Problem } from '../../parts/problem.tsx'
import { Table } from '../../parts/table.tsx'

/** What the experts of a work say to each other, once every sheet is in. Nobody has a name here. */
export function Discussion({ at, work }: { readonly at: DeskAt; readonly work: DeskWorkView }) {
  const { t, name } = useFormat()
  const discussion = useDiscussion(at, true)
  const remark = useRemark(at)
  const [text, setText] = useState('')
  const called = (seat: number, own: boolean) =>
    own ? t('contestDesk.expertMe', { seat }) : t('contestDesk.expert', { seat })
  return (
    <Loaded of={discussion}>
      {(all) =>
        all.open ? (
          <div className="stack">
            <Table
              caption={t('contestDesk.allSheets')}
              rows={all.sheets}
              rowKey={(row) => String(row.seat)}
              columns={[
                { key: 'seat', title: t('contestDesk.who'), cell: (row) => called(row.seat, row.own) },
                {
                  key: 'score',
                  title: t('contestDesk.total'),
                  numeric: true,
                  cell: (row) => exact(row.score, 2),
                },
                ...work.criteria.map((one) => ({
                  key: one.code,
                  title: name(one.titleZh, one.titleEn),
                  numeric: true,
                  cell: (row: (typeof all.sheets)[number]) => exact(row.scores[one.code] ?? 0, 1),
                })),
              ]}
            />
            <ul className="desk-remarks">
              {all.sheets
                .filter(({ comment }) => comment !== '')
                .map((row) => (
                  <li key={`sheet-${row.seat}`}>
                    <b>{called(row.seat, row.own)}</b>{' '}
                    <span className="faint">{t('contestDesk.comment')}</span>
                    <p className="desk-words">{row.comment}</p>
                  </li>
                ))}
              {all.remarks.map((row, index) => (
                <li key={`remark-${index}`}>
                  <b>{called(row.seat, row.own)}</b> <span className="faint">{row.day}</span>
                  <p className="desk-words">{row.text}</p>
                </li>
              ))}
            </ul>
            <Input.TextArea
              aria-label={t('contestDesk.remark')}
              placeholder={t('contestDesk.remark')}
              rows={3}
              maxLength={4000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="row">
              <Button
                type="primary"
                disabled={text.trim() === ''}
                loading={remark.isPending}
                onClick={() => remark.mutate(text.trim(), { onSuccess: () => setText('') })}
              >
                {t('contestDesk.say')}
              </Button>
              <span className="faint">{t('contestDesk.remarkAbout')}</span>
            </div>
            {remark.error ? <Problem error={remark.error} /> : null}
          </div>
        ) : (
          <Empty title={t('contestDesk.shut')} hint={t('contestDesk.shutHint')} />
        )
      }
    </Loaded>
  )
}
