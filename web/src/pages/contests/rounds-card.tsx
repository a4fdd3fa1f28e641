import type { Scheme } from '../../api/contests.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Card } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** What is handed in and by what it is judged. */
export function RoundsCard({ scheme }: { readonly scheme: Scheme }) {
  const { t, name, list } = useFormat()
  return (
    <>
      {scheme.rounds.map((round) => (
        <Card key={round.code} title={name(round.titleZh, round.titleEn)}>
          <div className="stack">
            <Table
              caption={t('contest.formOf', { round: name(round.titleZh, round.titleEn) })}
              dense
              rows={round.submission.form}
              rowKey={(field) => field.code}
              columns={[
                {
                  key: 'field',
                  title: t('contest.field'),
                  cell: (field) => name(field.titleZh, field.titleEn),
                },
                {
                  key: 'kind',
                  title: t('contest.kind'),
                  cell: (field) =>
                    field.kind === 'file'
                      ? `${list(field.types)} · ${bytes(field.maxBytes)}`
                      : t(`contest.fieldKind.${field.kind}`),
                },
                {
                  key: 'required',
                  title: t('contest.required'),
                  cell: (field) => t(field.required ? 'common.yes' : 'common.no'),
                },
                {
                  key: 'identifying',
                  title: t('contest.hidden'),
                  cell: (field) => t(field.identifying ? 'common.yes' : 'common.no'),
                },
              ]}
            />
            <Criteria rubric={round.review.rubric} caption={t('contest.rubric')} />
            <p className="faint">
              {t('contest.reviews', {
                each: round.review.scoring.reviewsPerWork,
                fewest: round.review.scoring.fewest,
                trim: round.review.scoring.trim,
              })}
            </p>
          </div>
        </Card>
      ))}
      {scheme.final && (
        <Card title={t('contest.final')}>
          <Criteria rubric={scheme.final.defence.rubric} caption={t('contest.rubric')} />
        </Card>
      )}
    </>
  )
}

type Rubric = Scheme['rounds'][number]['review']['rubric']

function Criteria({ rubric, caption }: { readonly rubric: Rubric; readonly caption: string }) {
  const { t, name } = useFormat()
  return (
    <Table
      caption={caption}
      dense
      rows={rubric.criteria}
      rowKey={(one) => one.code}
      columns={[
        { key: 'name', title: t('contest.criterion'), cell: (one) => name(one.titleZh, one.titleEn) },
        { key: 'weight', title: t('contest.weight'), numeric: true, cell: (one) => one.weight },
        { key: 'max', title: t('contest.points'), numeric: true, cell: (one) => one.max },
        {
          key: 'anchors',
          title: t('contest.anchors'),
          cell: (one) =>
            one.anchors.map(({ points, textZh, textEn }) => (
              <div key={points}>
                <b>{points}</b> {name(textZh, textEn)}
              </div>
            )),
        },
      ]}
    />
  )
}
