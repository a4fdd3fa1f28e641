import { useAdmissions } from '../../api/contest-final.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { Card, Page } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'

/** For officers of the space, of teams and of providers: contests whose finalists wait for them. */
export function Component() {
  const { t, name } = useFormat()
  return (
    <Page title={t('contestFinal.admissions')} sub={t('contestFinal.wayAbout')}>
      <Card>
        <Loaded of={useAdmissions()}>
          {({ items }) => (
            <Table
              caption={t('contestFinal.admissions')}
              rows={items}
              rowKey={(one) => one.id}
              empty={<Empty title={t('contestFinal.noAdmission')} hint={t('contestFinal.noAdmissionHint')} />}
              columns={[
                {
                  key: 'contest',
                  title: t('contestFinal.contest'),
                  cell: (one) => <b>{name(one.titleZh, one.titleEn)}</b>,
                },
                {
                  key: 'doable',
                  title: t('contestFinal.mine'),
                  numeric: true,
                  cell: (one) => one.doable,
                },
                {
                  key: 'open',
                  title: t('common.actions'),
                  cell: (one) => (
                    <LinkButton small to={`/contests/${one.id}/final`}>
                      {t('contestFinal.open')}
                    </LinkButton>
                  ),
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Page>
  )
}
