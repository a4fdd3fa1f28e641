import type { ExpertProgress, JudgingView } from '../../api/contest-judging.ts'
import { exact } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Card } from '../../parts/page.tsx'
import { When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Each expert: what is done, and how the scores lie beside those of others for the same works. */
export function Experts({ of }: { readonly of: JudgingView }) {
  const { t } = useFormat()
  const signed = (value: number, digits: number) => `${value > 0 ? '+' : ''}${exact(value, digits)}`
  return (
    <Card title={t('contestJudging.experts')}>
      <p className="muted">{t('contestJudging.expertsAbout')}</p>
      <Table
        dense
        caption={t('contestJudging.experts')}
        rows={of.experts}
        rowKey={(row) => row.expertId}
        empty={<Empty title={t('contestJudging.noExperts')} hint={t('contestJudging.noExpertsHint')} />}
        columns={[
          { key: 'name', title: t('contestJudging.expert'), cell: (row) => row.name },
          {
            key: 'done',
            title: t('contestJudging.done'),
            numeric: true,
            cell: (row) => `${exact(row.submitted)} / ${exact(row.assigned)}`,
          },
          {
            key: 'late',
            title: t('contestJudging.number.late'),
            numeric: true,
            cell: (row) => exact(row.late),
          },
          {
            key: 'mean',
            title: t('contestJudging.mean'),
            numeric: true,
            cell: (row) => (row.shape ? exact(row.shape.mean, 1) : '—'),
          },
          {
            key: 'offset',
            title: t('contestJudging.offset'),
            numeric: true,
            cell: (row) => (row.shape && row.shape.shared > 0 ? signed(row.shape.offset, 1) : '—'),
          },
          {
            key: 'scale',
            title: t('contestJudging.scale'),
            numeric: true,
            cell: (row) => (row.shape && row.shape.shared > 0 ? exact(row.shape.scale, 2) : '—'),
          },
          { key: 'steps', title: t('contestJudging.steps'), cell: (row) => <Steps of={row} /> },
          {
            key: 'reminded',
            title: t('contestJudging.remindedAt'),
            cell: (row) => <When at={row.remindedAt} />,
          },
        ]}
      />
    </Card>
  )
}

/** Ten bars of ten points each; the numbers are said to who does not see them. */
function Steps({ of }: { readonly of: ExpertProgress }) {
  const { t } = useFormat()
  if (!of.shape) return <span className="faint">—</span>
  const most = Math.max(1, ...of.shape.steps)
  const told = of.shape.steps
    .map((count, at) => (count > 0 ? `${at * 10}–${at * 10 + 10}: ${count}` : ''))
    .filter(Boolean)
    .join(', ')
  return (
    <span
      className="judging-steps"
      role="img"
      aria-label={`${t('contestJudging.steps')} ${told}`}
      title={told}
    >
      {of.shape.steps.map((count, at) => (
        <i key={at} style={{ height: `${(count / most) * 100}%` }} />
      ))}
    </span>
  )
}
