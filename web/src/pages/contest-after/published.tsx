import { Button } from 'antd'
import { useState } from 'react'
import { type AwardView, useAwards, useMakeCertificates, useRevokeAward } from '../../api/contest-after.ts'
import { useContest } from '../../api/contests.ts'
import { useHasRole } from '../../api/session.ts'
import { money } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Chip } from '../../parts/chip.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card } from '../../parts/page.tsx'
import { Problem } from '../../parts/problem.tsx'
import { ReasonDialog } from '../../parts/reason.tsx'
import { Table } from '../../parts/table.tsx'
import { useTitles } from './titles.ts'

interface PublishedProps {
  readonly id: string
  readonly files: (path: string) => string
}

/** Published awards with their certificates: to download, to verify, to take back. */
export function Published({ id, files }: PublishedProps) {
  const { t } = useFormat()
  const awards = useAwards(id)
  const organises = useHasRole()('data_officer')
  const titles = useTitles(id)
  const revoke = useRevokeAward(id)
  const make = useMakeCertificates(id)
  const [revoking, setRevoking] = useState<AwardView | null>(null)
  const code = useContest(id).data?.code
  return (
    <Loaded of={awards} lines={8}>
      {({ items, total }) => (
        <Card title={t('contestAfter.publishedCount', { count: total })}>
          {organises && total > 0 && (
            <p className="row">
              <Button href={files('awards/recommendation')}>{t('contestAfter.recommendCsv')}</Button>
              <Button href={files('certificates')}>{t('contestAfter.allCertificates')}</Button>
              {items.some((one) => !one.certificate && one.revokedAt === null) && (
                <Button loading={make.isPending} onClick={() => make.mutate()}>
                  {t('contestAfter.makeMissing')}
                </Button>
              )}
            </p>
          )}
          {make.error ? <Problem error={make.error} /> : null}
          <Table
            caption={t('contestAfter.tab.published')}
            rows={items}
            rowKey={(one) => one.id}
            empty={<Empty title={t('contestAfter.notPublished')} hint={t('contestAfter.notPublishedHint')} />}
            columns={[
              {
                key: 'award',
                title: t('contestAfter.award'),
                cell: (one) => <b>{titles.award(one.award)}</b>,
              },
              { key: 'place', title: t('contestAfter.place'), numeric: true, cell: (one) => one.place },
              { key: 'team', title: t('contestAfter.team'), cell: (one) => one.teamName },
              { key: 'title', title: t('contestAfter.work'), cell: (one) => one.title },
              {
                key: 'division',
                title: t('contestAfter.division'),
                cell: (one) => titles.division(one.division),
              },
              {
                key: 'prize',
                title: t('contestAfter.prize'),
                numeric: true,
                cell: (one) => money(one.prizeFen, 'CNY'),
              },
              {
                key: 'number',
                title: t('contestAfter.number'),
                cell: (one) =>
                  one.certificate && code ? (
                    <a href={`/contest/${code}/certificates/${one.number}`} target="_blank" rel="noreferrer">
                      <span className="mono">{one.number}</span>
                    </a>
                  ) : (
                    <span className="mono">{one.number}</span>
                  ),
              },
              {
                key: 'state',
                title: t('contestAfter.certificate'),
                cell: (one) => <CertificateState award={one} />,
              },
              {
                key: 'acts',
                title: t('common.actions'),
                cell: (one) =>
                  organises && (
                    <span className="row">
                      {one.certificate?.kept && (
                        <Button size="small" href={files(`awards/${one.id}/certificate`)}>
                          {t('contestAfter.download')}
                        </Button>
                      )}
                      {one.revokedAt === null && (
                        <Button size="small" danger onClick={() => setRevoking(one)}>
                          {t('contestAfter.revoke')}
                        </Button>
                      )}
                    </span>
                  ),
              },
            ]}
          />
          {revoking && (
            <ReasonDialog
              open
              danger
              title={t('contestAfter.revokeOf', { team: revoking.teamName })}
              explain={t('contestAfter.revokeHint')}
              reasons={[t('contestAfter.why.integrity'), t('contestAfter.why.rules')]}
              confirm={t('contestAfter.revoke')}
              pending={revoke.isPending}
              error={revoke.error}
              onClose={() => setRevoking(null)}
              onConfirm={(reason) =>
                revoke.mutate({ awardId: revoking.id, reason }, { onSuccess: () => setRevoking(null) })
              }
            />
          )}
        </Card>
      )}
    </Loaded>
  )
}

function CertificateState({ award }: { readonly award: AwardView }) {
  const { t } = useFormat()
  if (award.revokedAt !== null)
    return (
      <Chip meaning="no" title={award.revokeReason ?? ''}>
        {t('contestAfter.isRevoked')}
      </Chip>
    )
  if (!award.certificate) return <Chip meaning="warn">{t('contestAfter.making')}</Chip>
  return award.certificate.kept ? (
    <Chip meaning="ok">{t('contestAfter.issued')}</Chip>
  ) : (
    <Chip>{t('contestAfter.emptied')}</Chip>
  )
}
