import { useTranslation } from 'react-i18next'
import { useAbout } from '../../api/catalog.ts'
import { QUALITY_CLASSES } from '../../api/quality.ts'
import { percent } from '../../lib/format.ts'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Bar } from '../../parts/progress.tsx'
import { Num, When } from '../../parts/say.tsx'
import { Table } from '../../parts/table.tsx'

/** Grade, quality and use of a dataset: what other rooms of the space know of it. */
export function UsageTab({ datasetId }: { readonly datasetId: string }) {
  const { t } = useTranslation()
  return (
    <Loaded of={useAbout(datasetId)}>
      {({ grade, quality, usage }) => (
        <div className="stack">
          <Card title={t('catalogue.usage')}>
            <div className="grid g3">
              {(['products', 'contracts', 'runs'] as const).map((what) => (
                <div className="number" key={what}>
                  <div className="k">{t(`catalogue.used.${what}`)}</div>
                  <div className="v">
                    <Num value={usage[what]} />
                  </div>
                </div>
              ))}
            </div>
            <p className="faint">{t('catalogue.usageAbout')}</p>
          </Card>
          <Card
            title={t('catalogue.qualityTitle')}
            extra={
              quality && (
                <span className="faint">
                  <When at={quality.at} />
                </span>
              )
            }
          >
            {quality && quality.classes.length > 0 ? (
              <div className="quality-bars">
                {QUALITY_CLASSES.flatMap((kind) => quality.classes.filter((one) => one.class === kind)).map(
                  (one) => (
                    <div key={one.class}>
                      <span>{t(`catalogue.class.${one.class}`, { defaultValue: one.class })}</span>
                      <Bar
                        share={one.accuracy}
                        label={t(`catalogue.class.${one.class}`, { defaultValue: one.class })}
                      />
                      <span title={t('catalogue.dirtyOf', { dirty: one.dirty, scanned: one.scanned })}>
                        {percent(one.accuracy)}
                      </span>
                    </div>
                  ),
                )}
              </div>
            ) : (
              <Empty title={t('catalogue.noQuality')} hint={t('catalogue.noQualityHint')} />
            )}
          </Card>
          <Card title={t('catalogue.gradeTitle')}>
            {grade ? (
              <Table
                caption={t('catalogue.gradeTitle')}
                rows={grade.columns}
                rowKey={(row) => row.level}
                columns={[
                  { key: 'level', title: t('catalogue.level'), cell: (row) => row.level },
                  {
                    key: 'count',
                    title: t('catalogue.columnsOfLevel'),
                    numeric: true,
                    cell: (row) => <Num value={row.count} />,
                  },
                ]}
              />
            ) : (
              <Empty title={t('catalogue.noGrade')} hint={t('catalogue.noGradeHint')} />
            )}
          </Card>
        </div>
      )}
    </Loaded>
  )
}
